#include "minhash-kernels.h"
#include "minhash-token-blocks.h"

#if defined(CODESHELL_ARM64)

#include <arm_neon.h>

namespace codeshell {
namespace {

inline uint8x16_t isInRange(uint8x16_t bytes, uint8_t first, uint8_t span) {
  return vcleq_u8(vsubq_u8(bytes, vdupq_n_u8(first)), vdupq_n_u8(span));
}

/// One bit per byte of four comparison results, as in measure-text-neon.cpp.
inline uint64_t findSeparatorsNeon(const uint8_t* block) {
  alignas(16) static constexpr uint8_t kPlaces[16] = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
  const uint8x16_t places = vld1q_u8(kPlaces);
  uint8x16_t separators[4];
  for (int part = 0; part < 4; part++) {
    const uint8x16_t bytes = vld1q_u8(block + part * 16);
    const uint8x16_t letters = isInRange(vorrq_u8(bytes, vdupq_n_u8(0x20)), 'a', 25);
    const uint8x16_t others = vorrq_u8(isInRange(bytes, '0', 9), vceqq_u8(bytes, vdupq_n_u8('_')));
    const uint8x16_t tokenBytes = vorrq_u8(vorrq_u8(letters, others), vcgeq_u8(bytes, vdupq_n_u8(0x80)));
    separators[part] = vbicq_u8(places, tokenBytes);
  }
  const uint8x16_t both = vpaddq_u8(vpaddq_u8(separators[0], separators[1]), vpaddq_u8(separators[2], separators[3]));
  return vgetq_lane_u64(vreinterpretq_u64_u8(vpaddq_u8(both, both)), 0);
}

size_t hashTokensNeon(TokenScan& scan, uint64_t* hashes, size_t capacity) {
  return hashTokensInBlocks(scan, hashes, capacity, findSeparatorsNeon);
}

/// 32 permutations at a time: their minima, multipliers and addends fill 24 of the 32 registers.
void permuteNeon(const uint32_t* values, size_t valueCount, const uint32_t* multipliers, const uint32_t* addends,
                 uint32_t* minima, size_t permutations) {
  constexpr size_t kRegisters = 8;
  constexpr size_t kLanes = 4;
  for (size_t first = 0; first < permutations; first += kRegisters * kLanes) {
    uint32x4_t minimum[kRegisters];
    uint32x4_t multiplier[kRegisters];
    uint32x4_t addend[kRegisters];
    for (size_t part = 0; part < kRegisters; part++) {
      minimum[part] = vld1q_u32(minima + first + part * kLanes);
      multiplier[part] = vld1q_u32(multipliers + first + part * kLanes);
      addend[part] = vld1q_u32(addends + first + part * kLanes);
    }
    for (size_t index = 0; index < valueCount; index++) {
      const uint32x4_t value = vdupq_n_u32(values[index]);
      for (size_t part = 0; part < kRegisters; part++) {
        minimum[part] = vminq_u32(minimum[part], vmlaq_u32(addend[part], value, multiplier[part]));
      }
    }
    for (size_t part = 0; part < kRegisters; part++) vst1q_u32(minima + first + part * kLanes, minimum[part]);
  }
}

}  // namespace

MinHashKernel minHashNeon() { return {"neon", hashTokensNeon, permuteNeon}; }

}  // namespace codeshell

#endif
