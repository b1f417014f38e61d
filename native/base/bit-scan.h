#pragma once

#include <cstdint>

#if defined(_MSC_VER)
#include <intrin.h>
#endif

/// Internal linkage, for the reason given in text/utf8-character.h.
namespace codeshell {
namespace {

/// Index of the lowest set bit; `bits` is not 0.
inline uint32_t trailingZeros(uint64_t bits) {
#if defined(_MSC_VER) && !defined(__clang__)
  unsigned long index;
  _BitScanForward64(&index, bits);
  return index;
#else
  return static_cast<uint32_t>(__builtin_ctzll(bits));
#endif
}

/// For kernels that are compiled for a processor with an instruction for it.
inline uint64_t countOnes(uint64_t bits) {
#if defined(_MSC_VER) && !defined(__clang__) && defined(_M_X64)
  return __popcnt64(bits);
#elif defined(_MSC_VER) && !defined(__clang__)
  return _CountOneBits64(bits);
#else
  return static_cast<uint64_t>(__builtin_popcountll(bits));
#endif
}

/// For the architecture's baseline, which has no instruction for it.
inline uint64_t countOnesPortably(uint64_t bits) {
  bits -= bits >> 1 & 0x5555555555555555u;
  bits = (bits & 0x3333333333333333u) + (bits >> 2 & 0x3333333333333333u);
  return ((bits + (bits >> 4)) & 0x0F0F0F0F0F0F0F0Fu) * 0x0101010101010101u >> 56;
}

/// Index of the highest set bit; `bits` is not 0.
inline uint32_t highestBit(uint64_t bits) {
#if defined(_MSC_VER) && !defined(__clang__)
  unsigned long index;
  _BitScanReverse64(&index, bits);
  return index;
#else
  return 63u - static_cast<uint32_t>(__builtin_clzll(bits));
#endif
}

}  // namespace
}  // namespace codeshell
