#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "duplicates/minhash/kernels.h"
#include "duplicates/minhash/options.h"
#include "duplicates/minhash/shingles.h"

namespace codeshell {

/// Computes MinHash signatures (Broder, "On the resemblance and containment of documents", 1997): the share of equal
/// numbers in two signatures estimates the Jaccard similarity of the two sets of shingles, with a standard error of
/// sqrt(J (1 - J) / permutations).
///
/// Number p is the minimum of a_p x + b_p modulo 2^32 over the upper halves x of all shingle hashes, a_p odd, so that
/// each is a permutation of the 32-bit numbers. docs/decisions/0005-minhash-permutations.md has the reasons.
class MinHashSignature {
 public:
  MinHashSignature(const MinHashOptions& options, const MinHashKernel& kernel);

  /// Writes `permutations` numbers.
  void compute(const uint8_t* data, size_t size, uint32_t* signature);

 private:
  /// Copies the values that were not seen lately to `values_` and returns their number.
  size_t dropRepeated(const uint64_t* hashes, size_t count);
  void forget(size_t documentSize);

  size_t permutations_;
  const MinHashKernel& kernel_;
  MinHashShingles shingles_;
  std::vector<uint32_t> multipliers_;
  std::vector<uint32_t> addends_;
  std::vector<uint32_t> minima_;
  /// Values of the document lately seen, each at the place that its lowest bits say. Four of five shingles of source
  /// code repeat an earlier one (runs of separators above all), and finding that out is cheaper than permuting them.
  std::vector<uint32_t> seen_;
  uint32_t seenMask_ = 0;
  uint64_t hashes_[MinHashShingles::kCapacity];
  uint32_t values_[MinHashShingles::kCapacity];
};

}  // namespace codeshell
