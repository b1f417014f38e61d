#include "duplicates/minhash/kernels.h"
#include "duplicates/minhash/permute-vector.h"
#include "duplicates/minhash/token-blocks.h"

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

inline WordBytes findWordsAvx512(const uint8_t* block) {
  const __m512i bytes = _mm512_loadu_si512(block);
  const __mmask64 deletes = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8(0x7F));
  return {~findSeparatorsAvx512(block), isInRange(bytes, 0, ' ') | deletes};
}

size_t hashWordsAvx512(TokenScan& scan, uint64_t* hashes, size_t capacity) {
  return hashWordsInBlocks(scan, hashes, capacity, findWordsAvx512);
}

/// The minima, multipliers and addends fill 24 of the 32 registers.
struct Avx512Vector {
  static constexpr size_t kLanes = 16;
  static constexpr size_t kRegisters = 8;
  static __m512i load(const uint32_t* numbers) { return _mm512_loadu_si512(numbers); }
  static void store(uint32_t* numbers, __m512i vector) { _mm512_storeu_si512(numbers, vector); }
  static __m512i fill(uint32_t number) { return _mm512_set1_epi32(static_cast<int>(number)); }
  static __m512i min(__m512i one, __m512i other) { return _mm512_min_epu32(one, other); }
  static __m512i permute(__m512i value, __m512i multiplier, __m512i addend) {
    return _mm512_add_epi32(_mm512_mullo_epi32(value, multiplier), addend);
  }
};

}  // namespace

MinHashKernel minHashAvx512() { return {"avx512", hashTokensAvx512, hashWordsAvx512, permuteWith<Avx512Vector>}; }

}  // namespace codeshell

#endif
