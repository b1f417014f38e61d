#pragma once

#include <cstddef>
#include <cstdint>

namespace codeshell {

/// Sorts records of `keyLimbs` (1 to 3) key limbs and `payloadLimbs` (0 or 1) more, ascending by their first
/// `keyBits` bits as one number. `scratch` has room for as many records. Records with equal keys end in any order, but
/// always the same one for the same input and whatever the number of threads.
///
/// Most significant digit radix sort (McIlroy, Bostic, McIlroy 1993) of 8-bit digits through the scratch space, small
/// buckets by insertion; large buckets are split up among the threads.
void sortNgramRecords(uint64_t* records, uint64_t* scratch, size_t count, size_t keyLimbs, size_t payloadLimbs,
                      size_t keyBits, unsigned threadCount);

}  // namespace codeshell
