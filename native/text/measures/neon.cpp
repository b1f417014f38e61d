#include "text/measures/blocks.h"
#include "text/measures/kernels.h"

#if defined(CODESHELL_ARM64)

#include <arm_neon.h>

namespace codeshell {
namespace {

/// One bit per byte of four comparison results: each byte keeps the bit of its place among eight, and three pairwise
/// additions bring the eight together.
inline uint64_t toMask(const uint8x16_t (&bytes)[4]) {
  alignas(16) static constexpr uint8_t kPlaces[16] = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
  const uint8x16_t places = vld1q_u8(kPlaces);
  const uint8x16_t low = vpaddq_u8(vandq_u8(bytes[0], places), vandq_u8(bytes[1], places));
  const uint8x16_t high = vpaddq_u8(vandq_u8(bytes[2], places), vandq_u8(bytes[3], places));
  const uint8x16_t both = vpaddq_u8(low, high);
  return vgetq_lane_u64(vreinterpretq_u64_u8(vpaddq_u8(both, both)), 0);
}

inline uint8x16_t isInRange(uint8x16_t bytes, uint8_t first, uint8_t span) {
  return vcleq_u8(vsubq_u8(bytes, vdupq_n_u8(first)), vdupq_n_u8(span));
}

inline BlockMasks classifyNeon(const uint8_t* block) {
  uint8x16_t nonAscii[4];
  uint8x16_t newline[4];
  uint8x16_t carriageReturn[4];
  uint8x16_t letter[4];
  uint8x16_t digit[4];
  for (int part = 0; part < 4; part++) {
    const uint8x16_t bytes = vld1q_u8(block + part * 16);
    nonAscii[part] = vcgeq_u8(bytes, vdupq_n_u8(0x80));
    newline[part] = vceqq_u8(bytes, vdupq_n_u8('\n'));
    carriageReturn[part] = vceqq_u8(bytes, vdupq_n_u8('\r'));
    letter[part] = isInRange(vorrq_u8(bytes, vdupq_n_u8(0x20)), 'a', 25);
    digit[part] = isInRange(bytes, '0', 9);
  }
  return {toMask(nonAscii), toMask(newline), toMask(carriageReturn), toMask(letter), toMask(digit)};
}

}  // namespace

TextMeasures measureTextNeon(const uint8_t* data, size_t size) { return measureTextInBlocks(data, size, classifyNeon); }

}  // namespace codeshell

#endif
