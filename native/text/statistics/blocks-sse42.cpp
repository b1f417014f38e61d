#include "text/statistics/blocks-vector.h"

#if defined(CODESHELL_X86_64)

#include <nmmintrin.h>

namespace codeshell {
namespace {

struct Sse42Vector {
  static constexpr uint32_t kBytes = 16;
  static __m128i load(const uint8_t* data) { return _mm_loadu_si128(reinterpret_cast<const __m128i*>(data)); }
  static __m128i equal(__m128i bytes, char byte) { return _mm_cmpeq_epi8(bytes, _mm_set1_epi8(byte)); }
  static __m128i isInRange(__m128i bytes, char first, char span) {
    const __m128i distance = _mm_sub_epi8(bytes, _mm_set1_epi8(first));
    return _mm_cmpeq_epi8(_mm_min_epu8(distance, _mm_set1_epi8(span)), distance);
  }
  static __m128i either(__m128i one, __m128i other) { return _mm_or_si128(one, other); }
  static __m128i with(__m128i bytes, char bits) { return _mm_or_si128(bytes, _mm_set1_epi8(bits)); }
  static __m128i without(__m128i bytes, char bits) { return _mm_andnot_si128(_mm_set1_epi8(bits), bytes); }
  static uint32_t toBits(__m128i bytes) { return static_cast<uint32_t>(_mm_movemask_epi8(bytes)); }
};

}  // namespace

void classifyBlocksSse42(const uint8_t* data, size_t count, BlockClasses* classes) {
  classifyBlocksWith<Sse42Vector>(data, count, classes);
}

}  // namespace codeshell

#endif
