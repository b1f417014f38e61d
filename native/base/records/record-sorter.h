#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <vector>

#include "base/cancel-switch.h"
#include "base/files/file.h"
#include "base/files/temporary-folder.h"
#include "base/page-buffer.h"
#include "base/records/record-sort.h"

namespace codeshell {

/// Sorts any number of fixed-width records in a given memory: sorted runs on disk and a merge of them, in several
/// passes if there are many, or no disk at all if the memory holds them.
///
/// Records come out as `keyLimbs` limbs of key and one of payload. With `Input::kKeys` the records that go in are keys
/// alone, and equal ones come out once with their number as payload. With `Input::kRecords` they stay as they are;
/// those with equal keys come out in the order in which they went in.
class RecordSorter {
 public:
  enum class Input { kKeys, kRecords };
  struct Layout {
    size_t keyLimbs;
    /// The bits at the start of the key that can differ.
    size_t keyBits;
    Input input;
  };
  struct Resources {
    size_t memoryBytes;
    /// Must outlive the sorter. It gets files only if the memory is exceeded.
    TemporaryFolder& folder;
    unsigned threadCount = 1;
  };
  RecordSorter(Layout layout, Resources resources);
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
  void finish(const CancelSwitch& cancelled);
  /// The next record, valid until the next call, or nullptr.
  const uint64_t* next() { return isMerging_ ? nextMerged() : nextInMemory(); }
  /// Forgets all records, so that others can be sorted, and keeps the memory.
  void clear();
  /// Whether records are on disk.
  bool isSpilled() const { return file_ != nullptr; }

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
  void mergeRuns(size_t fanIn, const CancelSwitch& cancelled);
  void startMerge(File& file, const Run* runs, size_t count);
  void siftDown(size_t place);
  bool isBefore(const RunReader& left, const RunReader& right) const;

  Layout layout_;
  size_t inputLimbs_;
  Resources resources_;
  /// In records.
  size_t capacity_ = 0;
  size_t maxCapacity_;
  size_t used_ = 0;
  size_t readPosition_ = 0;
  PageBuffer buffer_;
  /// Kept from one sorted run to the next.
  PageBuffer scratch_;
  uint64_t current_[kMaxRecordKeyLimbs + 1] = {};
  bool isMerging_ = false;
  std::unique_ptr<File> file_;
  std::vector<Run> runs_;
  /// A heap: the reader with the smallest record is the first.
  std::vector<std::unique_ptr<RunReader>> readers_;
};

}  // namespace codeshell
