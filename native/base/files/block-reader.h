#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "base/files/file.h"
#include "base/page-buffer.h"

namespace codeshell {

/// Reads a file from its start in small pieces.
class BlockReader {
 public:
  BlockReader(File& file, size_t blockBytes)
      : file_(file), block_((blockBytes + sizeof(uint64_t) - 1) / sizeof(uint64_t)) {}

  /// Fewer bytes than `size` are a FileError.
  void read(void* data, size_t size) {
    auto* target = static_cast<uint8_t*>(data);
    while (size > 0) {
      if (begin_ == end_) fill(size);
      const size_t count = std::min(size, end_ - begin_);
      std::memcpy(target, reinterpret_cast<const uint8_t*>(block_.get()) + begin_, count);
      begin_ += count;
      target += count;
      size -= count;
    }
  }

 private:
  void fill(size_t wanted) {
    const uint64_t left = file_.sizeBytes() - std::min(position_, file_.sizeBytes());
    // Where nothing is left, the file says so itself.
    end_ = left == 0 ? std::min(wanted, block_.size() * sizeof(uint64_t))
                     : static_cast<size_t>(std::min<uint64_t>(left, block_.size() * sizeof(uint64_t)));
    begin_ = 0;
    file_.readAt(position_, block_.get(), end_);
    position_ += end_;
  }

  File& file_;
  PageBuffer block_;
  uint64_t position_ = 0;
  size_t begin_ = 0;
  size_t end_ = 0;
};

}  // namespace codeshell
