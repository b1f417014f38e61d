#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "base/files/file.h"
#include "base/page-buffer.h"

namespace codeshell {

/// Gathers small writes at the end of a file.
class BlockWriter {
 public:
  BlockWriter(File& file, size_t blockBytes)
      : file_(file), block_((blockBytes + sizeof(uint64_t) - 1) / sizeof(uint64_t)) {}

  void write(const void* data, size_t size) {
    const size_t capacity = block_.size() * sizeof(uint64_t);
    if (used_ + size > capacity) flush();
    if (size > capacity) {
      file_.write(data, size);
      return;
    }
    std::memcpy(reinterpret_cast<uint8_t*>(block_.get()) + used_, data, size);
    used_ += size;
  }

  /// Due at the end.
  void flush() {
    file_.write(block_.get(), used_);
    used_ = 0;
  }

 private:
  File& file_;
  PageBuffer block_;
  size_t used_ = 0;
};

}  // namespace codeshell
