#include "minhash-kernels.h"
#include "minhash-token-blocks.h"

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

inline __m256i load(const uint32_t* numbers) { return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(numbers)); }

/// 32 permutations at a time: their minima, multipliers and addends fill 12 of the 16 registers.
void permuteAvx2(const uint32_t* values, size_t valueCount, const uint32_t* multipliers, const uint32_t* addends,
                 uint32_t* minima, size_t permutations) {
  constexpr size_t kRegisters = 4;
  constexpr size_t kLanes = 8;
  for (size_t first = 0; first < permutations; first += kRegisters * kLanes) {
    __m256i minimum[kRegisters];
    __m256i multiplier[kRegisters];
    __m256i addend[kRegisters];
    for (size_t part = 0; part < kRegisters; part++) {
      minimum[part] = load(minima + first + part * kLanes);
      multiplier[part] = load(multipliers + first + part * kLanes);
      addend[part] = load(addends + first + part * kLanes);
    }
    for (size_t index = 0; index < valueCount; index++) {
      const __m256i value = _mm256_set1_epi32(static_cast<int>(values[index]));
      for (size_t part = 0; part < kRegisters; part++) {
        const __m256i permuted = _mm256_add_epi32(_mm256_mullo_epi32(value, multiplier[part]), addend[part]);
        minimum[part] = _mm256_min_epu32(minimum[part], permuted);
      }
    }
    for (size_t part = 0; part < kRegisters; part++) {
      _mm256_storeu_si256(reinterpret_cast<__m256i*>(minima + first + part * kLanes), minimum[part]);
    }
  }
}

}  // namespace

MinHashKernel minHashAvx2() { return {"avx2", hashTokensAvx2, permuteAvx2}; }

}  // namespace codeshell

#endif
