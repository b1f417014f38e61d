#include "duplicates/minhash/kernels.h"
#include "duplicates/minhash/permute-vector.h"
#include "duplicates/minhash/token-blocks.h"

#if defined(CODESHELL_ARM64)

#include <arm_neon.h>

namespace codeshell {
namespace {

inline uint8x16_t isInRange(uint8x16_t bytes, uint8_t first, uint8_t span) {
  return vcleq_u8(vsubq_u8(bytes, vdupq_n_u8(first)), vdupq_n_u8(span));
}

/// One bit per byte of four comparison results, as in text/measures/neon.cpp.
inline uint64_t packBits(const uint8x16_t (&results)[4]) {
  alignas(16) static constexpr uint8_t kPlaces[16] = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
  const uint8x16_t places = vld1q_u8(kPlaces);
  const uint8x16_t both = vpaddq_u8(vpaddq_u8(vandq_u8(results[0], places), vandq_u8(results[1], places)),
                                    vpaddq_u8(vandq_u8(results[2], places), vandq_u8(results[3], places)));
  return vgetq_lane_u64(vreinterpretq_u64_u8(vpaddq_u8(both, both)), 0);
}

inline uint64_t findWordBytes(const uint8_t* block) {
  uint8x16_t words[4];
  for (int part = 0; part < 4; part++) {
    const uint8x16_t bytes = vld1q_u8(block + part * 16);
    const uint8x16_t letters = isInRange(vorrq_u8(bytes, vdupq_n_u8(0x20)), 'a', 25);
    const uint8x16_t others = vorrq_u8(isInRange(bytes, '0', 9), vceqq_u8(bytes, vdupq_n_u8('_')));
    words[part] = vorrq_u8(vorrq_u8(letters, others), vcgeq_u8(bytes, vdupq_n_u8(0x80)));
  }
  return packBits(words);
}

inline uint64_t findBlanks(const uint8_t* block) {
  uint8x16_t blanks[4];
  for (int part = 0; part < 4; part++) {
    const uint8x16_t bytes = vld1q_u8(block + part * 16);
    blanks[part] = vorrq_u8(vcleq_u8(bytes, vdupq_n_u8(' ')), vceqq_u8(bytes, vdupq_n_u8(0x7F)));
  }
  return packBits(blanks);
}

inline uint64_t findSeparatorsNeon(const uint8_t* block) { return ~findWordBytes(block); }

inline WordBytes findWordsNeon(const uint8_t* block) { return {findWordBytes(block), findBlanks(block)}; }

size_t hashWordsNeon(TokenScan& scan, uint64_t* hashes, size_t capacity) {
  return hashWordsInBlocks(scan, hashes, capacity, findWordsNeon);
}

size_t hashTokensNeon(TokenScan& scan, uint64_t* hashes, size_t capacity) {
  return hashTokensInBlocks(scan, hashes, capacity, findSeparatorsNeon);
}

/// The minima, multipliers and addends fill 24 of the 32 registers.
struct NeonVector {
  static constexpr size_t kLanes = 4;
  static constexpr size_t kRegisters = 8;
  static uint32x4_t load(const uint32_t* numbers) { return vld1q_u32(numbers); }
  static void store(uint32_t* numbers, uint32x4_t vector) { vst1q_u32(numbers, vector); }
  static uint32x4_t fill(uint32_t number) { return vdupq_n_u32(number); }
  static uint32x4_t min(uint32x4_t one, uint32x4_t other) { return vminq_u32(one, other); }
  static uint32x4_t permute(uint32x4_t value, uint32x4_t multiplier, uint32x4_t addend) {
    return vmlaq_u32(addend, value, multiplier);
  }
};

}  // namespace

MinHashKernel minHashNeon() { return {"neon", hashTokensNeon, hashWordsNeon, permuteWith<NeonVector>}; }

}  // namespace codeshell

#endif
