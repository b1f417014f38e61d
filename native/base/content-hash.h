#pragma once

#include <cstddef>
#include <cstdint>

namespace codeshell {

struct ContentHash {
  uint64_t low;
  uint64_t high;

  bool operator==(const ContentHash&) const = default;
};

/// MurmurHash3_x64_128 (Austin Appleby, public domain) with seed 0. It tells different documents apart by accident, not
/// by design: whoever wants to can make two documents with the same hash.
ContentHash hashContent(const uint8_t* data, size_t size);

/// The hash of the text with each run of ASCII white space (space, \t, \n, \v, \f, \r) as one space, and none at either
/// end. Needs no copy of the document.
ContentHash hashContentWithoutSpacing(const uint8_t* data, size_t size);

}  // namespace codeshell
