#include "duplicates/lsh-record-sorter.h"

#include <algorithm>
#include <system_error>
#include <utility>

namespace codeshell {

LshRecordSorter::LshRecordSorter(std::filesystem::path spillFile, size_t memoryBytes, size_t expectedRecords)
    : spillFile_(std::move(spillFile)), capacity_(std::max(memoryBytes, kMinMemoryBytes) / sizeof(LshRecord)) {
  static_assert(sizeof(LshRecord) == 12);
  records_.reserve(std::min(capacity_, expectedRecords));
}

LshRecordSorter::~LshRecordSorter() {
  if (file_ == nullptr) return;
  file_.reset();
  // A file that cannot be removed is left for the next opening of the index, which removes it.
  std::error_code ignored;
  std::filesystem::remove(spillFile_, ignored);
}

/// A first pass puts each record into one of 2048 groups by its highest bits, in place (McIlroy, Bostic and McIlroy,
/// "Engineering radix sort", 1993); the groups fit the cache.
void LshRecordSorter::sortRecords() {
  constexpr size_t kGroups = 2048;
  constexpr size_t kFewRecords = 4096;
  if (records_.size() < kFewRecords) {
    std::sort(records_.begin(), records_.end());
    return;
  }
  uint32_t low = UINT32_MAX;
  uint32_t high = 0;
  for (const LshRecord& record : records_) {
    low = std::min(low, record.keyHigh);
    high = std::max(high, record.keyHigh);
  }
  const uint64_t width = (static_cast<uint64_t>(high) - low) / kGroups + 1;
  const auto groupOf = [low, width](const LshRecord& record) { return (record.keyHigh - low) / width; };
  std::vector<size_t> ends(kGroups + 1, 0);
  for (const LshRecord& record : records_) ends[groupOf(record) + 1]++;
  for (size_t group = 0; group < kGroups; group++) ends[group + 1] += ends[group];
  std::vector<size_t> places(ends.begin(), ends.end() - 1);
  for (size_t group = 0; group < kGroups; group++) {
    while (places[group] < ends[group + 1]) {
      LshRecord record = records_[places[group]];
      for (size_t target; (target = groupOf(record)) != group;) std::swap(record, records_[places[target]++]);
      records_[places[group]++] = record;
    }
    const auto begin = records_.begin();
    std::sort(begin + static_cast<ptrdiff_t>(ends[group]), begin + static_cast<ptrdiff_t>(ends[group + 1]));
  }
}

void LshRecordSorter::spill(const CancelSwitch& cancelled) {
  throwIfCancelled(cancelled);
  if (file_ == nullptr) file_ = std::make_unique<DiskFile>(spillFile_, DiskFile::Mode::kCreate);
  sortRecords();
  file_->writeAt(fileRecords_ * sizeof(LshRecord), records_.data(), records_.size() * sizeof(LshRecord));
  runs_.push_back({fileRecords_, fileRecords_ + records_.size(), 0, 0, 0});
  fileRecords_ += records_.size();
  records_.clear();
}

void LshRecordSorter::finish(const CancelSwitch& cancelled) {
  throwIfCancelled(cancelled);
  if (runs_.empty()) {
    sortRecords();
    return;
  }
  if (!records_.empty()) spill(cancelled);
  file_->flush();
  runCapacity_ = std::max<size_t>(1, capacity_ / runs_.size());
  records_.resize(runCapacity_ * runs_.size());
  heap_.clear();
  for (size_t index = 0; index < runs_.size(); index++) {
    runs_[index].bufferStart = index * runCapacity_;
    if (refill(runs_[index])) heap_.push_back(index);
  }
  const auto isAfterRun = [this](size_t first, size_t second) { return isAfter(first, second); };
  std::make_heap(heap_.begin(), heap_.end(), isAfterRun);
}

bool LshRecordSorter::refill(Run& run) {
  const size_t count = static_cast<size_t>(std::min<uint64_t>(runCapacity_, run.end - run.position));
  file_->readAt(run.position * sizeof(LshRecord), records_.data() + run.bufferStart, count * sizeof(LshRecord));
  run.position += count;
  run.bufferNext = run.bufferStart;
  run.bufferEnd = run.bufferStart + count;
  return count > 0;
}

bool LshRecordSorter::isAfter(size_t first, size_t second) const {
  return records_[runs_[second].bufferNext] < records_[runs_[first].bufferNext];
}

bool LshRecordSorter::next(LshRecord& record) {
  if (runs_.empty()) {
    if (next_ == records_.size()) return false;
    record = records_[next_++];
    return true;
  }
  if (heap_.empty()) return false;
  const auto isAfterRun = [this](size_t first, size_t second) { return isAfter(first, second); };
  std::pop_heap(heap_.begin(), heap_.end(), isAfterRun);
  Run& run = runs_[heap_.back()];
  record = records_[run.bufferNext++];
  if (run.bufferNext < run.bufferEnd || refill(run)) {
    std::push_heap(heap_.begin(), heap_.end(), isAfterRun);
  } else {
    heap_.pop_back();
  }
  return true;
}

void LshRecordSorter::clear() {
  records_.clear();
  next_ = 0;
  fileRecords_ = 0;
  runs_.clear();
  heap_.clear();
}

}  // namespace codeshell
