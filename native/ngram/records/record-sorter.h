#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <vector>

#include "base/page-buffer.h"
#include "ngram/file.h"
#include "ngram/task.h"

namespace codeshell {

/// Sorts any number of fixed-width records in a given memory: sorted runs on disk and a merge of them, in several
/// passes if there are many, or no disk at all if the memory holds them.
///
/// Records come out as `keyLimbs` limbs of key and one of payload. With `Input::kKeys` the records that go in are keys
/// alone, and equal ones come out once with their number as payload. With `Input::kRecords` they stay as they are;
/// those with equal keys come out next to each other.
class RecordSorter {
 public:
  enum class Input { kKeys, kRecords };
  struct Layout {
    size_t keyLimbs;
    /// The bits at the start of the key that can differ.
    size_t keyBits;
    Input input;
  };
  RecordSorter(Layout layout, size_t memoryBytes, TemporaryFolder& folder, const NgramTask& task);
  ~RecordSorter();
  RecordSorter(const RecordSorter&) = delete;
  RecordSorter& operator=(const RecordSorter&) = delete;

  void push(const uint64_t* record) {
    std::memcpy(nextSlot(), record, inputLimbs_ * sizeof(uint64_t));
    advanceSlot();
  }
  /// Where the next record may be written in place, before `advanceSlot` takes it.
  uint64_t* nextSlot() {
    if (used_ == capacity_) makeRoom();
    return buffer_.get() + used_ * inputLimbs_;
  }
  void advanceSlot() { used_++; }

  /// Ends the input. Afterwards `next` gives the records in ascending order.
  void finish();
  /// The next record, valid until the next call, or nullptr.
  const uint64_t* next() { return isMerging_ ? nextMerged() : nextInMemory(); }

 private:
  class RunReader;
  struct Run {
    uint64_t begin;
    uint64_t end;
  };

  void makeRoom();
  void sortBuffer();
  void spill();
  const uint64_t* nextInMemory();
  const uint64_t* nextMerged();
  void startMerge(NgramFile& file, const Run* runs, size_t count);
  void siftDown(size_t place);
  bool isBefore(const RunReader& left, const RunReader& right) const;

  Layout layout_;
  size_t inputLimbs_;
  size_t memoryBytes_;
  TemporaryFolder* folder_;
  const NgramTask* task_;
  /// In records.
  size_t capacity_ = 0;
  size_t maxCapacity_;
  size_t used_ = 0;
  size_t readPosition_ = 0;
  PageBuffer buffer_;
  /// Kept from one sorted run to the next.
  PageBuffer scratch_;
  uint64_t current_[4] = {};
  bool isMerging_ = false;
  std::unique_ptr<NgramFile> file_;
  std::vector<Run> runs_;
  /// A heap: the reader with the smallest record is the first.
  std::vector<std::unique_ptr<RunReader>> readers_;
};

}  // namespace codeshell
