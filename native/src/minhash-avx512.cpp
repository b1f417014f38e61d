#include "minhash-kernels.h"
#include "minhash-token-blocks.h"

#if defined(CODESHELL_X86_64)

#include <immintrin.h>

namespace codeshell {
namespace {

inline __mmask64 isInRange(__m512i bytes, char first, char span) {
  return _mm512_cmple_epu8_mask(_mm512_sub_epi8(bytes, _mm512_set1_epi8(first)), _mm512_set1_epi8(span));
}

inline uint64_t findSeparatorsAvx512(const uint8_t* block) {
  const __m512i bytes = _mm512_loadu_si512(block);
  const __mmask64 letters = isInRange(_mm512_or_si512(bytes, _mm512_set1_epi8(0x20)), 'a', 25);
  const __mmask64 digits = isInRange(bytes, '0', 9);
  const __mmask64 underscores = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('_'));
  return ~(letters | digits | underscores | _mm512_movepi8_mask(bytes));
}

size_t hashTokensAvx512(TokenScan& scan, uint64_t* hashes, size_t capacity) {
  return hashTokensInBlocks(scan, hashes, capacity, findSeparatorsAvx512);
}

/// 128 permutations at a time: their minima, multipliers and addends fill 24 of the 32 registers.
void permuteAvx512(const uint32_t* values, size_t valueCount, const uint32_t* multipliers, const uint32_t* addends,
                   uint32_t* minima, size_t permutations) {
  constexpr size_t kRegisters = 8;
  constexpr size_t kLanes = 16;
  static_assert(kRegisters * kLanes == kPermutationBlock);
  for (size_t first = 0; first < permutations; first += kRegisters * kLanes) {
    __m512i minimum[kRegisters];
    __m512i multiplier[kRegisters];
    __m512i addend[kRegisters];
    for (size_t part = 0; part < kRegisters; part++) {
      minimum[part] = _mm512_loadu_si512(minima + first + part * kLanes);
      multiplier[part] = _mm512_loadu_si512(multipliers + first + part * kLanes);
      addend[part] = _mm512_loadu_si512(addends + first + part * kLanes);
    }
    for (size_t index = 0; index < valueCount; index++) {
      const __m512i value = _mm512_set1_epi32(static_cast<int>(values[index]));
      for (size_t part = 0; part < kRegisters; part++) {
        const __m512i permuted = _mm512_add_epi32(_mm512_mullo_epi32(value, multiplier[part]), addend[part]);
        minimum[part] = _mm512_min_epu32(minimum[part], permuted);
      }
    }
    for (size_t part = 0; part < kRegisters; part++) _mm512_storeu_si512(minima + first + part * kLanes, minimum[part]);
  }
}

}  // namespace

MinHashKernel minHashAvx512() { return {"avx512", hashTokensAvx512, permuteAvx512}; }

}  // namespace codeshell

#endif
