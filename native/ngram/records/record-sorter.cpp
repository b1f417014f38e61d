#include "ngram/records/record-sorter.h"

#include <algorithm>
#include <utility>

#include "ngram/records/packed-key.h"
#include "ngram/records/record-sort.h"

namespace codeshell {
namespace {

constexpr size_t kMinCapacity = 256;
constexpr size_t kMinReadBytes = 1 << 14;
constexpr size_t kMaxReadBytes = 1 << 20;
constexpr size_t kMaxFanIn = 256;
constexpr size_t kWriteBytes = 1 << 18;

/// Gathers small writes.
class BlockWriter {
 public:
  BlockWriter(NgramFile& file, size_t limbs) : file_(file), buffer_(limbs) {}
  void write(const uint64_t* record, size_t limbs) {
    if (used_ + limbs > buffer_.size()) flush();
    std::memcpy(buffer_.get() + used_, record, limbs * sizeof(uint64_t));
    used_ += limbs;
  }
  void flush() {
    file_.write(buffer_.get(), used_ * sizeof(uint64_t));
    used_ = 0;
  }

 private:
  NgramFile& file_;
  PageBuffer buffer_;
  size_t used_ = 0;
};

}  // namespace

class RecordSorter::RunReader {
 public:
  RunReader(NgramFile& file, Run run, size_t limbs, size_t bufferBytes)
      : file_(file), run_(run), limbs_(limbs), buffer_(std::max<size_t>(1, bufferBytes / 8 / limbs) * limbs) {
    current_ = end_ = buffer_.get();
  }

  const uint64_t* record() const { return current_; }

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
  NgramFile& file_;
  Run run_;
  size_t limbs_;
  PageBuffer buffer_;
  const uint64_t* current_;
  const uint64_t* end_;
};

RecordSorter::RecordSorter(Layout layout, size_t memoryBytes, TemporaryFolder& folder, const NgramTask& task)
    : layout_(layout),
      inputLimbs_(layout.keyLimbs + (layout.input == Input::kRecords ? 1 : 0)),
      memoryBytes_(memoryBytes),
      folder_(&folder),
      task_(&task) {
  // Half of the memory is for the scratch space of the sort.
  maxCapacity_ = std::max(kMinCapacity, memoryBytes / 2 / (inputLimbs_ * sizeof(uint64_t)));
}

RecordSorter::~RecordSorter() = default;

void RecordSorter::makeRoom() {
  task_->throwIfCancelled();
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
  sortNgramRecords(buffer_.get(), scratch_.get(), used_, layout_.keyLimbs, inputLimbs_ - layout_.keyLimbs,
                   layout_.keyBits, task_->threadCount);
}

void RecordSorter::spill() {
  sortBuffer();
  if (file_ == nullptr) file_ = std::make_unique<NgramFile>(folder_->nextFile(), NgramFile::Mode::kTemporary);
  const uint64_t begin = file_->sizeBytes();
  BlockWriter writer(*file_, kWriteBytes / sizeof(uint64_t));
  readPosition_ = 0;
  while (const uint64_t* record = nextInMemory()) writer.write(record, layout_.keyLimbs + 1);
  writer.flush();
  runs_.push_back({begin, file_->sizeBytes()});
  used_ = 0;
}

void RecordSorter::finish() {
  if (file_ == nullptr) {
    if (used_ > 0) sortBuffer();
    scratch_.release();
    readPosition_ = 0;
    return;
  }
  if (used_ > 0) spill();
  buffer_.release();
  scratch_.release();
  const size_t fanIn = std::clamp<size_t>(memoryBytes_ / kMinReadBytes, 2, kMaxFanIn);
  while (runs_.size() > fanIn) {
    auto merged = std::make_unique<NgramFile>(folder_->nextFile(), NgramFile::Mode::kTemporary);
    std::vector<Run> mergedRuns;
    for (size_t first = 0; first < runs_.size(); first += fanIn) {
      startMerge(*file_, runs_.data() + first, std::min(fanIn, runs_.size() - first));
      const uint64_t begin = merged->sizeBytes();
      BlockWriter writer(*merged, kWriteBytes / sizeof(uint64_t));
      while (const uint64_t* record = nextMerged()) writer.write(record, layout_.keyLimbs + 1);
      writer.flush();
      mergedRuns.push_back({begin, merged->sizeBytes()});
    }
    readers_.clear();
    file_ = std::move(merged);
    runs_ = std::move(mergedRuns);
  }
  startMerge(*file_, runs_.data(), runs_.size());
  isMerging_ = true;
}

void RecordSorter::startMerge(NgramFile& file, const Run* runs, size_t count) {
  readers_.clear();
  const size_t bufferBytes = std::clamp(memoryBytes_ / count, size_t{1024}, kMaxReadBytes);
  for (size_t run = 0; run < count; run++) {
    auto reader = std::make_unique<RunReader>(file, runs[run], layout_.keyLimbs + 1, bufferBytes);
    if (reader->advance()) readers_.push_back(std::move(reader));
  }
  for (size_t place = readers_.size() / 2; place-- > 0;) siftDown(place);
}

bool RecordSorter::isBefore(const RunReader& left, const RunReader& right) const {
  return compareKeys(left.record(), right.record(), layout_.keyLimbs) < 0;
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
