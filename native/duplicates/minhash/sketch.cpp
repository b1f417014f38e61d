#include "duplicates/minhash/sketch.h"

#include <algorithm>
#include <cmath>

namespace codeshell {
namespace {

constexpr size_t kBits = 256;
constexpr double kMostMisses = 0.0005;

}  // namespace

SignatureSketch sketchSignature(const uint32_t* signature, size_t permutations) {
  SignatureSketch sketch{};
  for (size_t bit = 0; bit < std::min(permutations, kBits); bit++) {
    // The lowest bit of a number is that of its shingle alone, whatever the permutation; the highest bit of a product
    // depends on all of them, so that two shingles do not agree in all permutations or in none.
    const uint64_t value = signature[bit] * 0x9E3779B1u >> 31;
    sketch[bit / 64] |= value << (bit % 64);
  }
  return sketch;
}

uint32_t leastEqualBits(double jaccard, size_t permutations) {
  const size_t bits = std::min(permutations, kBits);
  const double equal = (1 + std::clamp(jaccard, 0.0, 1.0)) / 2;
  // The binomial distribution from its lower end, in logarithms: its first terms are too small for a double.
  double misses = 0;
  for (size_t count = 0; count < bits; count++) {
    const double n = static_cast<double>(bits);
    const double k = static_cast<double>(count);
    const double different = 1 - equal;
    if (different == 0) return kBits;
    misses += std::exp(std::lgamma(n + 1) - std::lgamma(k + 1) - std::lgamma(n - k + 1) + k * std::log(equal) +
                       (n - k) * std::log(different));
    if (misses > kMostMisses) return static_cast<uint32_t>(kBits - bits + count);
  }
  return kBits;
}

}  // namespace codeshell
