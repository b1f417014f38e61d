#include "text/statistics/blocks-vector.h"

#if defined(CODESHELL_X86_64)

#include <immintrin.h>

namespace codeshell {
namespace {

struct Avx2Vector {
  static constexpr uint32_t kBytes = 32;
  static __m256i load(const uint8_t* data) { return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(data)); }
  static __m256i equal(__m256i bytes, char byte) { return _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8(byte)); }
  static __m256i isInRange(__m256i bytes, char first, char span) {
    const __m256i distance = _mm256_sub_epi8(bytes, _mm256_set1_epi8(first));
    return _mm256_cmpeq_epi8(_mm256_min_epu8(distance, _mm256_set1_epi8(span)), distance);
  }
  static __m256i either(__m256i one, __m256i other) { return _mm256_or_si256(one, other); }
  static __m256i with(__m256i bytes, char bits) { return _mm256_or_si256(bytes, _mm256_set1_epi8(bits)); }
  static __m256i without(__m256i bytes, char bits) { return _mm256_andnot_si256(_mm256_set1_epi8(bits), bytes); }
  static uint32_t toBits(__m256i bytes) { return static_cast<uint32_t>(_mm256_movemask_epi8(bytes)); }
};

}  // namespace

void classifyBlocksAvx2(const uint8_t* data, size_t count, BlockClasses* classes) {
  classifyBlocksWith<Avx2Vector>(data, count, classes);
}

}  // namespace codeshell

#endif
