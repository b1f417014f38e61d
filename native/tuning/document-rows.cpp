#include "tuning/document-rows.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>
#include <utility>

#include "tuning/document-ranges.h"

namespace codeshell {
namespace {

/// Half a line of the cache, so that no row of this length lies in two.
constexpr size_t kShortRow = 16;
constexpr size_t kCacheLine = 32;

PageBuffer allocateRows(size_t documentCount, size_t stride) {
  return PageBuffer((documentCount * stride + 3) / 4, PageBuffer::Access::kRandom);
}

}  // namespace

DocumentRows::DocumentRows(const double* sizesBytes, size_t documentCount)
    : pages_(allocateRows(documentCount, kShortRow)), documentCount_(documentCount), stride_(kShortRow) {
  forEachRange(documentCount, threadsFor(documentCount), [&](unsigned, size_t from, size_t to) {
    for (size_t document = from; document < to; document++) {
      const double size = sizesBytes[document];
      if (!(size >= 0 && size <= UINT32_MAX && std::trunc(size) == size)) {
        throw std::out_of_range("sizes[" + std::to_string(document) + "] is " + std::to_string(size) +
                                "; a size is a whole number of bytes below 2^32");
      }
      const auto sizeBytes = static_cast<uint32_t>(size);
      std::memcpy(of(document), &sizeBytes, sizeof sizeBytes);
    }
  });
}

void DocumentRows::reserve(size_t wanted) {
  if (wanted <= slotCount()) return;
  const size_t stride = (wanted + kSizeLength + kCacheLine - 1) / kCacheLine * kCacheLine;
  PageBuffer pages = allocateRows(documentCount_, stride);
  auto* const target = reinterpret_cast<uint16_t*>(pages.get());
  forEachRange(documentCount_, threadsFor(documentCount_), [&](unsigned, size_t from, size_t to) {
    for (size_t document = from; document < to; document++) {
      std::copy_n(of(document), stride_, target + document * stride);
    }
  });
  pages_ = std::move(pages);
  stride_ = stride;
}

}  // namespace codeshell
