#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace codeshell {

/// Estimates how far a document can be compressed, by what a greedy Lempel-Ziv parse (Ziv and Lempel 1977) would cost:
/// no output is written, so it runs at several times the speed of zlib.
///
/// The estimate is fixed, so that every machine gives the same number. Matches of at least 4 bytes at a distance of at
/// most 32,768 are found through a table of the last place of each of 256 to 8192 hash values, fewer for short
/// documents. Outside matches one place in 2 is tried, in documents of 2048 bytes or more one in 4, and less of them
/// the longer no match was found (one byte more of step for 64 bytes); those tried are entered, and the 1 or 3 places
/// behind them. The last 7 bytes are not tried.
///
/// A literal costs the mean of 8 bits, which LZ4 spends, and the entropy of the document's bytes, about what deflate
/// spends; a match 2 bits, 3/4 of the binary digits of its distance and 2 bits for each binary digit of its length; a
/// document 300 bits, but it never costs more than its size. On source files of each size from 200 bytes on the order
/// of the documents is that of zlib's level 6 with a rank correlation of 0.98 to 0.99; where they are all alike, 0.97.
class CompressionEstimator {
 public:
  /// The estimated size in bytes; 0 for an empty document. `size` is at most `kMaxDocumentBytes`.
  double estimate(const uint8_t* data, size_t size);

 private:
  std::vector<uint32_t> lastPlaces_;
};

}  // namespace codeshell
