#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace codeshell {

/// One bit for each of the first 256 numbers of a signature (b-bit minwise hashing with b = 1: Li and König, "Theory
/// and applications of b-bit minwise hashing", 2011). Where the numbers are equal the bits are, elsewhere half of them
/// are, so that a Jaccard similarity J shows as (1 + J) / 2 equal bits: enough to pass over most dissimilar pairs
/// without their signatures, in 32 bytes for each document.
using SignatureSketch = std::array<uint64_t, 4>;

SignatureSketch sketchSignature(const uint32_t* signature, size_t permutations);

inline uint32_t countEqualBits(const SignatureSketch& first, const SignatureSketch& second) {
  uint32_t different = 0;
  for (size_t word = 0; word < first.size(); word++) {
    different += static_cast<uint32_t>(std::popcount(first[word] ^ second[word]));
  }
  return 256 - different;
}

/// The least number of equal bits with which a pair is worth a closer look: pairs with a similarity of `jaccard` or
/// more have fewer with a probability of 0.0005 at most. Bits beyond the permutations are equal.
uint32_t leastEqualBits(double jaccard, size_t permutations);

}  // namespace codeshell
