#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <vector>

#include "base/files/file.h"
#include "base/files/temporary-folder.h"
#include "base/page-buffer.h"

namespace codeshell {

/// A sequence of fixed-width records, written once and then read from start to end. It lies in memory as long as it
/// takes less than the given share, and otherwise in a temporary file.
class RecordSpool {
 public:
  RecordSpool(size_t limbsPerRecord, size_t memoryBytes, TemporaryFolder& folder);

  void append(const uint64_t* record) {
    if (used_ == chunkLimbs_) addChunk();
    std::memcpy(chunks_.back().get() + used_, record, limbsPerRecord_ * sizeof(uint64_t));
    used_ += limbsPerRecord_;
    recordCount_++;
  }

  uint64_t recordCount() const { return recordCount_; }
  size_t limbsPerRecord() const { return limbsPerRecord_; }

  /// Reads a spool to which nothing is appended any more.
  class Reader {
   public:
    explicit Reader(RecordSpool& spool);
    /// The next record, valid until the next call, or nullptr.
    const uint64_t* next() {
      if (current_ == end_ && !advance()) return nullptr;
      const uint64_t* record = current_;
      current_ += limbsPerRecord_;
      return record;
    }

   private:
    bool advance();

    RecordSpool* spool_;
    size_t limbsPerRecord_;
    const uint64_t* current_ = nullptr;
    const uint64_t* end_ = nullptr;
    size_t nextChunk_ = 0;
    uint64_t filePosition_ = 0;
    PageBuffer buffer_;
  };

 private:
  void addChunk();

  size_t limbsPerRecord_;
  size_t chunkLimbs_;
  size_t maxChunks_;
  size_t used_;
  uint64_t recordCount_ = 0;
  TemporaryFolder* folder_;
  /// All full but the last.
  std::vector<PageBuffer> chunks_;
  std::unique_ptr<File> file_;
};

}  // namespace codeshell
