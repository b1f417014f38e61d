#include "base/records/record-sorter.h"

#include <algorithm>
#include <utility>

#include "base/files/block-writer.h"

namespace codeshell {
namespace {

constexpr size_t kMinCapacity = 256;
constexpr size_t kMinReadBytes = 1 << 14;
constexpr size_t kMaxReadBytes = 1 << 20;
constexpr size_t kMaxFanIn = 256;
constexpr size_t kWriteBytes = 1 << 18;
constexpr uint64_t kRecordsPerCheck = 65'536;

}  // namespace

class RecordSorter::RunReader {
 public:
  RunReader(File& file, Run run, size_t limbs, size_t bufferBytes)
      : file_(file),
        run_(run),
        order_(run.begin),
        limbs_(limbs),
        buffer_(std::max<size_t>(1, bufferBytes / 8 / limbs) * limbs) {
    current_ = end_ = buffer_.get();
  }

  const uint64_t* record() const { return current_; }
  /// Runs lie in the file in the order of their input.
  uint64_t order() const { return order_; }

  bool advance() {
    current_ += current_ == end_ ? 0 : limbs_;
    if (current_ != end_) return true;
    const size_t bytes = static_cast<size_t>(std::min<uint64_t>(run_.end - run_.begin, buffer_.size() * 8));
    if (bytes == 0) return false;
    file_.readAt(run_.begin, buffer_.get(), bytes);
    run_.begin += bytes;
    current_ = buffer_.get();
    end_ = current_ + bytes / 8;
    return true;
  }

 private:
  File& file_;
  Run run_;
  uint64_t order_;
  size_t limbs_;
  PageBuffer buffer_;
  const uint64_t* current_;
  const uint64_t* end_;
};

RecordSorter::RecordSorter(Layout layout, Resources resources)
    : layout_(layout), inputLimbs_(layout.keyLimbs + (layout.input == Input::kRecords ? 1 : 0)), resources_(resources) {
  // Half of the memory is for the scratch space of the sort.
  maxCapacity_ = std::max(kMinCapacity, resources.memoryBytes / 2 / (inputLimbs_ * sizeof(uint64_t)));
}

RecordSorter::~RecordSorter() = default;

void RecordSorter::makeRoom() {
  if (capacity_ == maxCapacity_) {
    spill();
    return;
  }
  const size_t capacity = std::min(maxCapacity_, std::max(kMinCapacity, capacity_ * 2));
  PageBuffer buffer(capacity * inputLimbs_);
  if (used_ > 0) std::memcpy(buffer.get(), buffer_.get(), used_ * inputLimbs_ * sizeof(uint64_t));
  buffer_ = std::move(buffer);
  capacity_ = capacity;
}

void RecordSorter::sortBuffer() {
  if (scratch_.size() < used_ * inputLimbs_) scratch_ = PageBuffer(used_ * inputLimbs_);
  sortRecords(buffer_.get(), scratch_.get(), used_, layout_.keyLimbs, inputLimbs_ - layout_.keyLimbs, layout_.keyBits,
              resources_.threadCount);
}

void RecordSorter::spill() {
  sortBuffer();
  if (file_ == nullptr) file_ = std::make_unique<File>(resources_.folder.nextFile(), File::Mode::kTemporary);
  const uint64_t begin = file_->sizeBytes();
  BlockWriter writer(*file_, kWriteBytes);
  readPosition_ = 0;
  while (const uint64_t* record = nextInMemory()) writer.write(record, (layout_.keyLimbs + 1) * sizeof(uint64_t));
  writer.flush();
  runs_.push_back({begin, file_->sizeBytes()});
  used_ = 0;
}

void RecordSorter::finish(const CancelSwitch& cancelled) {
  throwIfCancelled(cancelled);
  if (file_ == nullptr) {
    if (used_ > 0) sortBuffer();
    scratch_.release();
    readPosition_ = 0;
    return;
  }
  if (used_ > 0) spill();
  buffer_.release();
  scratch_.release();
  capacity_ = 0;
  const size_t fanIn = std::clamp<size_t>(resources_.memoryBytes / kMinReadBytes, 2, kMaxFanIn);
  while (runs_.size() > fanIn) mergeRuns(fanIn, cancelled);
  startMerge(*file_, runs_.data(), runs_.size());
  isMerging_ = true;
}

/// One pass over all records.
void RecordSorter::mergeRuns(size_t fanIn, const CancelSwitch& cancelled) {
  auto merged = std::make_unique<File>(resources_.folder.nextFile(), File::Mode::kTemporary);
  std::vector<Run> mergedRuns;
  uint64_t recordNumber = 0;
  for (size_t first = 0; first < runs_.size(); first += fanIn) {
    startMerge(*file_, runs_.data() + first, std::min(fanIn, runs_.size() - first));
    const uint64_t begin = merged->sizeBytes();
    BlockWriter writer(*merged, kWriteBytes);
    while (const uint64_t* record = nextMerged()) {
      if (recordNumber++ % kRecordsPerCheck == 0) throwIfCancelled(cancelled);
      writer.write(record, (layout_.keyLimbs + 1) * sizeof(uint64_t));
    }
    writer.flush();
    mergedRuns.push_back({begin, merged->sizeBytes()});
  }
  readers_.clear();
  file_ = std::move(merged);
  runs_ = std::move(mergedRuns);
}

void RecordSorter::clear() {
  used_ = 0;
  readPosition_ = 0;
  isMerging_ = false;
  readers_.clear();
  runs_.clear();
  file_.reset();
}

void RecordSorter::startMerge(File& file, const Run* runs, size_t count) {
  readers_.clear();
  const size_t bufferBytes = std::clamp(resources_.memoryBytes / count, size_t{1024}, kMaxReadBytes);
  for (size_t run = 0; run < count; run++) {
    auto reader = std::make_unique<RunReader>(file, runs[run], layout_.keyLimbs + 1, bufferBytes);
    if (reader->advance()) readers_.push_back(std::move(reader));
  }
  for (size_t place = readers_.size() / 2; place-- > 0;) siftDown(place);
}

bool RecordSorter::isBefore(const RunReader& left, const RunReader& right) const {
  const int difference = compareKeys(left.record(), right.record(), layout_.keyLimbs);
  return difference < 0 || (difference == 0 && left.order() < right.order());
}

void RecordSorter::siftDown(size_t place) {
  for (;;) {
    size_t child = 2 * place + 1;
    if (child >= readers_.size()) return;
    if (child + 1 < readers_.size() && isBefore(*readers_[child + 1], *readers_[child])) child++;
    if (!isBefore(*readers_[child], *readers_[place])) return;
    std::swap(readers_[child], readers_[place]);
    place = child;
  }
}

const uint64_t* RecordSorter::nextMerged() {
  if (readers_.empty()) return nullptr;
  const size_t limbs = layout_.keyLimbs;
  std::memcpy(current_, readers_[0]->record(), (limbs + 1) * sizeof(uint64_t));
  for (bool isFirst = true;; isFirst = false) {
    if (!isFirst) {
      if (layout_.input == Input::kRecords || readers_.empty()) break;
      if (compareKeys(readers_[0]->record(), current_, limbs) != 0) break;
      current_[limbs] += readers_[0]->record()[limbs];
    }
    if (!readers_[0]->advance()) {
      readers_[0] = std::move(readers_.back());
      readers_.pop_back();
    }
    siftDown(0);
  }
  return current_;
}

const uint64_t* RecordSorter::nextInMemory() {
  if (readPosition_ == used_) return nullptr;
  const size_t limbs = layout_.keyLimbs;
  const uint64_t* const first = buffer_.get() + readPosition_ * inputLimbs_;
  readPosition_++;
  if (layout_.input == Input::kRecords) return first;
  uint64_t count = 1;
  while (readPosition_ < used_ && compareKeys(buffer_.get() + readPosition_ * limbs, first, limbs) == 0) {
    readPosition_++;
    count++;
  }
  std::memcpy(current_, first, limbs * sizeof(uint64_t));
  current_[limbs] = count;
  return current_;
}

}  // namespace codeshell
