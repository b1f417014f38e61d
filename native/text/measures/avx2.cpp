#include "text/measures/blocks.h"
#include "text/measures/kernels.h"

#if defined(CODESHELL_X86_64)

#include <immintrin.h>

namespace codeshell {
namespace {

inline uint64_t toMask(__m256i low, __m256i high) {
  return static_cast<uint32_t>(_mm256_movemask_epi8(low)) |
         static_cast<uint64_t>(static_cast<uint32_t>(_mm256_movemask_epi8(high))) << 32;
}

/// Bytes from `first` to `first + span`, in one unsigned comparison.
inline __m256i isInRange(__m256i bytes, char first, char span) {
  const __m256i distance = _mm256_sub_epi8(bytes, _mm256_set1_epi8(first));
  return _mm256_cmpeq_epi8(_mm256_min_epu8(distance, _mm256_set1_epi8(span)), distance);
}

inline BlockMasks classifyAvx2(const uint8_t* block) {
  const __m256i low = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(block));
  const __m256i high = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(block + 32));
  const __m256i caseBit = _mm256_set1_epi8(0x20);
  const __m256i newline = _mm256_set1_epi8('\n');
  const __m256i carriageReturn = _mm256_set1_epi8('\r');
  return {
      toMask(low, high),
      toMask(_mm256_cmpeq_epi8(low, newline), _mm256_cmpeq_epi8(high, newline)),
      toMask(_mm256_cmpeq_epi8(low, carriageReturn), _mm256_cmpeq_epi8(high, carriageReturn)),
      toMask(isInRange(_mm256_or_si256(low, caseBit), 'a', 25), isInRange(_mm256_or_si256(high, caseBit), 'a', 25)),
      toMask(isInRange(low, '0', 9), isInRange(high, '0', 9)),
  };
}

}  // namespace

TextMeasures measureTextAvx2(const uint8_t* data, size_t size) { return measureTextInBlocks(data, size, classifyAvx2); }

}  // namespace codeshell

#endif
