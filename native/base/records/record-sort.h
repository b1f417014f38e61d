#pragma once

#include <cstddef>
#include <cstdint>

namespace codeshell {

inline constexpr size_t kMaxRecordKeyLimbs = 3;

inline int compareKeys(const uint64_t* left, const uint64_t* right, size_t limbs) {
  for (size_t limb = 0; limb < limbs; limb++) {
    if (left[limb] != right[limb]) return left[limb] < right[limb] ? -1 : 1;
  }
  return 0;
}

/// Sorts records of `keyLimbs` (1 to 3) key limbs and `payloadLimbs` (0 or 1) more, ascending by their first
/// `keyBits` bits as one number. `scratch` has room for as many records. Records with equal keys stay in their order,
/// whatever the number of threads.
///
/// Most significant digit radix sort (McIlroy, Bostic, McIlroy 1993) of 8-bit digits through the scratch space, small
/// buckets by insertion; large buckets are split up among the threads.
void sortRecords(uint64_t* records, uint64_t* scratch, size_t count, size_t keyLimbs, size_t payloadLimbs,
                 size_t keyBits, unsigned threadCount);

}  // namespace codeshell
