#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <vector>

#include "base/files/file.h"
#include "base/prefetch.h"
#include "base/processor.h"
#include "base/records/record-sorter.h"
#include "ngram/hash.h"
#include "ngram/model/format.h"
#include "ngram/task.h"

#if defined(CODESHELL_X86_64)
#include <emmintrin.h>
#elif defined(CODESHELL_ARM64)
#include <arm_neon.h>
#endif

namespace codeshell {

/// Hash tables in buckets of one cache line: first a 32-bit fingerprint for each slot, 0 for an empty one, then each of
/// the values for all slots. The high half of a hash gives the home bucket, the low half the fingerprint; a full bucket
/// sends what is left to the next one, and a bucket with an empty slot ends the search.
///
/// KenLM's probing table keeps 64 bits of hash for each n-gram and compares one after the other; here buckets allow a
/// load of 80 % within mostly one cache line. A stored n-gram is always found, for the writer takes another seed as
/// long as two have the same fingerprint within reach. One that is not stored is taken for another about once in 10^9
/// lookups.
inline constexpr size_t kBucketBytes = 64;

struct BucketShape {
  size_t slots;
  size_t values;
};
/// N-grams with a probability and a back-off.
inline constexpr BucketShape kWeightsBucket{5, 2};
/// The longest n-grams, which have no back-off; and words with their id.
inline constexpr BucketShape kValueBucket{8, 1};

inline uint32_t fingerprintOf(uint64_t hash) {
  const uint32_t fingerprint = static_cast<uint32_t>(hash);
  return fingerprint == 0 ? 1 : fingerprint;
}

/// Ascends with the hash.
inline uint64_t homeOf(uint64_t hash, uint64_t homeCount) { return ((hash >> 32) * homeCount) >> 32; }

/// A table in memory that is only read, of which every byte may be wrong without harm beyond wrong values.
template <size_t Slots, size_t Values>
class HashTableView {
 public:
  HashTableView() = default;
  /// The section must be valid, and inside the file.
  HashTableView(const uint8_t* file, const NgramSection& section)
      : buckets_(file + section.offset),
        bucketCount_(section.sizeBytes / kBucketBytes),
        homeCount_(section.parameters[0]),
        seed_(section.parameters[1]) {}

  static bool isValid(const NgramSection& section) {
    const uint64_t homeCount = section.parameters[0];
    return section.sizeBytes % kBucketBytes == 0 && homeCount >= 1 && homeCount <= section.sizeBytes / kBucketBytes &&
           homeCount < (uint64_t{1} << 32);
  }

  uint64_t finish(uint64_t hash) const { return mixHash(hash ^ seed_); }

  void prefetch(uint64_t finished) const {
    codeshell::prefetch(buckets_ + homeOf(finished, homeCount_) * kBucketBytes);
  }

  /// Whether the table has the hash; its values then.
  bool find(uint64_t finished, uint32_t* values) const {
    const uint32_t fingerprint = fingerprintOf(finished);
    const uint8_t* bucket = buckets_ + homeOf(finished, homeCount_) * kBucketBytes;
    const uint8_t* const end = buckets_ + bucketCount_ * kBucketBytes;
    for (; bucket < end; bucket += kBucketBytes) {
      const size_t slot = findSlot(bucket, fingerprint);
      if (slot < Slots) {
        for (size_t value = 0; value < Values; value++) {
          std::memcpy(values + value, bucket + 4 * (Slots * (value + 1) + slot), 4);
        }
        return true;
      }
      uint32_t last;
      std::memcpy(&last, bucket + 4 * (Slots - 1), 4);
      // Slots fill from the first on.
      if (last == 0) return false;
    }
    return false;
  }

 private:
  /// `Slots` or more if there is none.
  static size_t findSlot(const uint8_t* bucket, uint32_t fingerprint) {
#if defined(CODESHELL_X86_64)
    const __m128i wanted = _mm_set1_epi32(static_cast<int>(fingerprint));
    const __m128i first = _mm_loadu_si128(reinterpret_cast<const __m128i*>(bucket));
    const __m128i second = _mm_loadu_si128(reinterpret_cast<const __m128i*>(bucket + 16));
    const int found = _mm_movemask_ps(_mm_castsi128_ps(_mm_cmpeq_epi32(first, wanted))) |
                      _mm_movemask_ps(_mm_castsi128_ps(_mm_cmpeq_epi32(second, wanted))) << 4;
    const unsigned mask = static_cast<unsigned>(found) & ((1u << Slots) - 1);
    return mask == 0 ? Slots : static_cast<size_t>(std::countr_zero(mask));
#elif defined(CODESHELL_ARM64)
    const uint32x4_t wanted = vdupq_n_u32(fingerprint);
    const uint32_t* const words = reinterpret_cast<const uint32_t*>(bucket);
    const uint16x4_t first = vmovn_u32(vceqq_u32(vld1q_u32(words), wanted));
    const uint16x4_t second = vmovn_u32(vceqq_u32(vld1q_u32(words + 4), wanted));
    const uint64_t found = vget_lane_u64(vreinterpret_u64_u8(vmovn_u16(vcombine_u16(first, second))), 0);
    return found == 0 ? Slots : static_cast<size_t>(std::countr_zero(found)) / 8;
#else
    for (size_t slot = 0; slot < Slots; slot++) {
      uint32_t stored;
      std::memcpy(&stored, bucket + 4 * slot, 4);
      if (stored == fingerprint) return slot;
    }
    return Slots;
#endif
  }

  const uint8_t* buckets_ = nullptr;
  uint64_t bucketCount_ = 0;
  uint64_t homeCount_ = 1;
  uint64_t seed_ = 0;
};

using WeightsTable = HashTableView<kWeightsBucket.slots, kWeightsBucket.values>;
using ValueTable = HashTableView<kValueBucket.slots, kValueBucket.values>;

/// Writes a table from its entries in ascending order of their hashes, bucket after bucket.
class HashTableWriter {
 public:
  HashTableWriter(File& file, BucketShape shape, uint64_t homeCount);
  /// False if the lookup of this entry would find an earlier one.
  bool place(uint64_t hash, const uint32_t* values);
  void finish();

 private:
  void moveTo(uint64_t bucket);
  void flush();

  File& file_;
  BucketShape shape_;
  uint64_t homeCount_;
  uint64_t bucket_ = 0;
  size_t used_ = 0;
  uint8_t bytes_[kBucketBytes] = {};
  /// Fingerprints of the full buckets right before the current one, and of those in it.
  std::vector<uint32_t> neighbours_;
  uint64_t firstNeighbour_ = 0;
  std::vector<uint8_t> pending_;
};

/// Sorts entries by hash and writes them as a table at the end of the file. `fill` is called with a function that
/// takes hash and payload (two values, the first in the low half) of every entry, once for each seed that is tried.
NgramSection writeHashTable(File& file, BucketShape shape, uint64_t entryCount, size_t memoryBytes,
                            TemporaryFolder& folder, const NgramTask& task,
                            const std::function<void(const std::function<void(uint64_t, uint64_t)>&)>& fill);

}  // namespace codeshell
