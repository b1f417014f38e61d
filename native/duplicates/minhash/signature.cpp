#include "duplicates/minhash/signature.h"

#include <algorithm>
#include <bit>

#include "base/mix-bits.h"

namespace codeshell {
namespace {

constexpr size_t kMinSeen = 64;
/// Fits the first-level cache with room for the rest.
constexpr size_t kMaxSeen = 4096;

}  // namespace

MinHashSignature::MinHashSignature(const MinHashOptions& options, const MinHashKernel& kernel)
    : permutations_(options.permutations), kernel_(kernel), shingles_(options, kernel) {
  const size_t padded = (permutations_ + kPermutationBlock - 1) / kPermutationBlock * kPermutationBlock;
  multipliers_.resize(padded);
  addends_.resize(padded);
  minima_.resize(padded);
  seen_.resize(kMaxSeen);
  uint64_t state = options.seed;
  for (size_t permutation = 0; permutation < permutations_; permutation++) {
    const uint64_t random = nextRandom(state);
    multipliers_[permutation] = static_cast<uint32_t>(random) | 1;
    addends_[permutation] = static_cast<uint32_t>(random >> 32);
  }
}

void MinHashSignature::compute(const uint8_t* data, size_t size, uint32_t* signature) {
  std::fill(minima_.begin(), minima_.end(), UINT32_MAX);
  forget(size);
  shingles_.start(data, size);
  for (size_t count; (count = shingles_.read(hashes_)) > 0;) {
    kernel_.permute(values_, dropRepeated(hashes_, count), multipliers_.data(), addends_.data(), minima_.data(),
                    minima_.size());
  }
  std::copy_n(minima_.begin(), permutations_, signature);
}

void MinHashSignature::forget(size_t documentSize) {
  // A table for a small document would take longer to clear than to use.
  const size_t size = std::clamp(std::bit_ceil(documentSize / 4), kMinSeen, kMaxSeen);
  seenMask_ = static_cast<uint32_t>(size - 1);
  std::fill_n(seen_.begin(), size, 0);
  // No value at place 0 is 1, while it may well be 0.
  seen_[0] = 1;
}

size_t MinHashSignature::dropRepeated(const uint64_t* hashes, size_t count) {
  size_t kept = 0;
  uint32_t* seen = seen_.data();
  for (size_t index = 0; index < count; index++) {
    const uint32_t value = static_cast<uint32_t>(hashes[index] >> 32);
    uint32_t& place = seen[value & seenMask_];
    values_[kept] = value;
    kept += place != value ? 1 : 0;
    place = value;
  }
  return kept;
}

}  // namespace codeshell
