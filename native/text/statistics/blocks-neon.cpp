#include "text/statistics/blocks-vector.h"

#if defined(CODESHELL_ARM64)

#include <arm_neon.h>

namespace codeshell {
namespace {

struct NeonVector {
  static constexpr uint32_t kBytes = 16;
  static uint8x16_t load(const uint8_t* data) { return vld1q_u8(data); }
  static uint8x16_t equal(uint8x16_t bytes, uint8_t byte) { return vceqq_u8(bytes, vdupq_n_u8(byte)); }
  static uint8x16_t isInRange(uint8x16_t bytes, uint8_t first, uint8_t span) {
    return vcleq_u8(vsubq_u8(bytes, vdupq_n_u8(first)), vdupq_n_u8(span));
  }
  static uint8x16_t either(uint8x16_t one, uint8x16_t other) { return vorrq_u8(one, other); }
  static uint8x16_t with(uint8x16_t bytes, uint8_t bits) { return vorrq_u8(bytes, vdupq_n_u8(bits)); }
  static uint8x16_t without(uint8x16_t bytes, uint8_t bits) { return vbicq_u8(bytes, vdupq_n_u8(bits)); }
  /// Each byte keeps the bit of its place among eight; their sum is the eight bits.
  static uint32_t toBits(uint8x16_t bytes) {
    alignas(16) static constexpr uint8_t kPlaces[16] = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
    const uint8x16_t spread = vreinterpretq_u8_s8(vshrq_n_s8(vreinterpretq_s8_u8(bytes), 7));
    const uint8x16_t bits = vandq_u8(spread, vld1q_u8(kPlaces));
    return vaddv_u8(vget_low_u8(bits)) | static_cast<uint32_t>(vaddv_u8(vget_high_u8(bits))) << 8;
  }
};

}  // namespace

void classifyBlocksNeon(const uint8_t* data, size_t count, BlockClasses* classes) {
  classifyBlocksWith<NeonVector>(data, count, classes);
}

}  // namespace codeshell

#endif
