#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <vector>

#include "base/cancel-switch.h"
#include "duplicates/disk-file.h"
#include "duplicates/error.h"

namespace codeshell {

/// 12 bytes in memory and on disk.
struct LshRecord {
  uint32_t keyHigh;
  uint32_t keyLow;
  uint32_t value;

  uint64_t key() const { return static_cast<uint64_t>(keyHigh) << 32 | keyLow; }
};

inline LshRecord makeLshRecord(uint64_t key, uint32_t value) {
  return {static_cast<uint32_t>(key >> 32), static_cast<uint32_t>(key), value};
}

inline bool operator<(const LshRecord& a, const LshRecord& b) {
  const uint64_t first = a.key();
  const uint64_t second = b.key();
  return first != second ? first < second : a.value < b.value;
}

/// Sorts any number of records by key, then value, in `memoryBytes` of memory: what does not fit goes to a temporary
/// file as sorted runs, which reading merges.
class LshRecordSorter {
 public:
  /// The file is made at the first record that does not fit, and removed with the sorter. Memory for `expectedRecords`
  /// is taken at once if the budget allows it.
  LshRecordSorter(std::filesystem::path spillFile, size_t memoryBytes, size_t expectedRecords);
  ~LshRecordSorter();
  LshRecordSorter(const LshRecordSorter&) = delete;
  LshRecordSorter& operator=(const LshRecordSorter&) = delete;

  void add(LshRecord record, const CancelSwitch& cancelled) {
    if (records_.size() == capacity_) spill(cancelled);
    records_.push_back(record);
  }

  /// Ends the adding.
  void finish(const CancelSwitch& cancelled);

  /// The next record in order; false at the end. Only after `finish`.
  bool next(LshRecord& record);

  /// Forgets all records, and keeps the memory.
  void clear();

  bool isSpilled() const { return !runs_.empty(); }

  /// Less memory than this would read runs in slivers.
  static constexpr size_t kMinMemoryBytes = size_t{1} << 20;

 private:
  struct Run {
    /// Records in the file, from `position` to `end`.
    uint64_t position;
    uint64_t end;
    /// The part of them in memory, within `records_`.
    size_t bufferStart;
    size_t bufferNext;
    size_t bufferEnd;
  };

  void sortRecords();
  void spill(const CancelSwitch& cancelled);
  bool refill(Run& run);
  bool isAfter(size_t first, size_t second) const;

  std::filesystem::path spillFile_;
  size_t capacity_;
  std::vector<LshRecord> records_;
  size_t next_ = 0;
  std::unique_ptr<DiskFile> file_;
  uint64_t fileRecords_ = 0;
  std::vector<Run> runs_;
  /// Indices of runs, the one with the smallest record on top.
  std::vector<size_t> heap_;
  size_t runCapacity_ = 0;
};

}  // namespace codeshell
