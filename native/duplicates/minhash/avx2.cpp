#include "duplicates/minhash/kernels.h"
#include "duplicates/minhash/permute-vector.h"
#include "duplicates/minhash/token-blocks.h"

#if defined(CODESHELL_X86_64)

#include <immintrin.h>

namespace codeshell {
namespace {

/// 0xFF for the bytes from `first` to `first + span`, in one unsigned comparison.
inline __m256i isInRange(__m256i bytes, char first, char span) {
  const __m256i distance = _mm256_sub_epi8(bytes, _mm256_set1_epi8(first));
  return _mm256_cmpeq_epi8(_mm256_min_epu8(distance, _mm256_set1_epi8(span)), distance);
}

/// The bytes above ASCII have their sign bit set already.
inline uint32_t findTokenBytes(const uint8_t* data) {
  const __m256i bytes = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(data));
  const __m256i letters = isInRange(_mm256_or_si256(bytes, _mm256_set1_epi8(0x20)), 'a', 25);
  const __m256i digits = isInRange(bytes, '0', 9);
  const __m256i underscores = _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8('_'));
  const __m256i ascii = _mm256_or_si256(_mm256_or_si256(letters, digits), underscores);
  return static_cast<uint32_t>(_mm256_movemask_epi8(_mm256_or_si256(ascii, bytes)));
}

inline uint64_t findSeparatorsAvx2(const uint8_t* block) {
  return ~(findTokenBytes(block) | static_cast<uint64_t>(findTokenBytes(block + 32)) << 32);
}

size_t hashTokensAvx2(TokenScan& scan, uint64_t* hashes, size_t capacity) {
  return hashTokensInBlocks(scan, hashes, capacity, findSeparatorsAvx2);
}

inline uint32_t findBlanks(const uint8_t* data) {
  const __m256i bytes = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(data));
  const __m256i deletes = _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8(0x7F));
  return static_cast<uint32_t>(_mm256_movemask_epi8(_mm256_or_si256(isInRange(bytes, 0, ' '), deletes)));
}

inline WordBytes findWordsAvx2(const uint8_t* block) {
  return {~findSeparatorsAvx2(block), findBlanks(block) | static_cast<uint64_t>(findBlanks(block + 32)) << 32};
}

size_t hashWordsAvx2(TokenScan& scan, uint64_t* hashes, size_t capacity) {
  return hashWordsInBlocks(scan, hashes, capacity, findWordsAvx2);
}

/// The minima, multipliers and addends fill 12 of the 16 registers.
struct Avx2Vector {
  static constexpr size_t kLanes = 8;
  static constexpr size_t kRegisters = 4;
  static __m256i load(const uint32_t* numbers) { return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(numbers)); }
  static void store(uint32_t* numbers, __m256i vector) {
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(numbers), vector);
  }
  static __m256i fill(uint32_t number) { return _mm256_set1_epi32(static_cast<int>(number)); }
  static __m256i min(__m256i one, __m256i other) { return _mm256_min_epu32(one, other); }
  static __m256i permute(__m256i value, __m256i multiplier, __m256i addend) {
    return _mm256_add_epi32(_mm256_mullo_epi32(value, multiplier), addend);
  }
};

}  // namespace

MinHashKernel minHashAvx2() { return {"avx2", hashTokensAvx2, hashWordsAvx2, permuteWith<Avx2Vector>}; }

}  // namespace codeshell

#endif
