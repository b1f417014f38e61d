#include "text/measures/blocks.h"
#include "text/measures/kernels.h"

#if defined(CODESHELL_X86_64)

#include <nmmintrin.h>

namespace codeshell {
namespace {

/// Bytes from `first` to `first + span`, in one unsigned comparison.
inline __m128i isInRange(__m128i bytes, char first, char span) {
  const __m128i distance = _mm_sub_epi8(bytes, _mm_set1_epi8(first));
  return _mm_cmpeq_epi8(_mm_min_epu8(distance, _mm_set1_epi8(span)), distance);
}

inline uint64_t toMask(__m128i bytes, int shift) {
  return static_cast<uint64_t>(static_cast<uint32_t>(_mm_movemask_epi8(bytes))) << shift;
}

inline BlockMasks classifySse42(const uint8_t* block) {
  BlockMasks masks = {};
  for (int shift = 0; shift < 64; shift += 16) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(block + shift));
    masks.nonAscii |= toMask(bytes, shift);
    masks.newline |= toMask(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('\n')), shift);
    masks.carriageReturn |= toMask(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('\r')), shift);
    masks.letter |= toMask(isInRange(_mm_or_si128(bytes, _mm_set1_epi8(0x20)), 'a', 25), shift);
    masks.digit |= toMask(isInRange(bytes, '0', 9), shift);
  }
  return masks;
}

}  // namespace

TextMeasures measureTextSse42(const uint8_t* data, size_t size) {
  return measureTextInBlocks(data, size, classifySse42);
}

}  // namespace codeshell

#endif
