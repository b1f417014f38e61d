#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

#include "base/page-buffer.h"

namespace codeshell {

/// For every document its size and, in numbered slots, the bin that it falls into: what a document changes when it is
/// kept or dropped lies together, mostly in one line of the cache.
class DocumentRows {
 public:
  /// Throws std::out_of_range that names the first size that is not a whole number below 2^32.
  DocumentRows(const double* sizesBytes, size_t documentCount);

  size_t documentCount() const { return documentCount_; }
  size_t slotCount() const { return stride_ - kSizeLength; }
  /// Makes room for more slots; what is in those that there are stays.
  void reserve(size_t slotCount);

  /// Starts with the size; see `sizeOf` and `binsOf`.
  uint16_t* of(size_t document) const { return data() + document * stride_; }
  static uint32_t sizeOf(const uint16_t* row) {
    uint32_t sizeBytes;
    std::memcpy(&sizeBytes, row, sizeof sizeBytes);
    return sizeBytes;
  }
  static const uint16_t* binsOf(const uint16_t* row) { return row + kSizeLength; }
  static uint16_t* binsOf(uint16_t* row) { return row + kSizeLength; }

 private:
  /// Numbers of 16 bits that hold the size.
  static constexpr size_t kSizeLength = 2;

  uint16_t* data() const { return reinterpret_cast<uint16_t*>(pages_.get()); }

  PageBuffer pages_;
  size_t documentCount_;
  size_t stride_;
};

}  // namespace codeshell
