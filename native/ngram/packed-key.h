#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>

#include "base/records/record-sort.h"

/// N-grams packed into a few 64-bit limbs, so that they sort as numbers.
///
/// A key holds word ids of `wordBits` bits each from the highest bit of limb 0 downwards; the bits below the last word
/// are 0. In a key in suffix order the last word of the n-gram comes first and its first word last, so that n-grams
/// with the same ending are neighbours and the keys of shorter endings are prefixes. In a key in context order the
/// last word moves to the end: n-grams with the same context are neighbours, contexts in suffix order.
namespace codeshell {

inline constexpr int kMaxNgramOrder = 6;
inline constexpr size_t kMaxKeyLimbs = kMaxRecordKeyLimbs;

inline size_t keyLimbs(int wordCount, int wordBits) { return (static_cast<size_t>(wordCount) * wordBits + 63) / 64; }

/// The bits from `bit` on, `width` of them (1 to 32), as a number.
inline uint32_t readKeyBits(const uint64_t* key, size_t bit, int width) {
  const size_t limb = bit / 64;
  const int shift = static_cast<int>(bit % 64);
  uint64_t bits = key[limb] << shift;
  if (shift + width > 64) bits |= key[limb + 1] >> (64 - shift);
  return static_cast<uint32_t>(bits >> (64 - width));
}

inline uint32_t readKeyWord(const uint64_t* key, int index, int wordBits) {
  return readKeyBits(key, static_cast<size_t>(index) * wordBits, wordBits);
}

/// Sets bits that were 0.
inline void addKeyWord(uint64_t* key, int index, int wordBits, uint32_t word) {
  const size_t bit = static_cast<size_t>(index) * wordBits;
  const size_t limb = bit / 64;
  const int shift = static_cast<int>(bit % 64);
  const uint64_t bits = static_cast<uint64_t>(word) << (64 - wordBits);
  key[limb] |= bits >> shift;
  if (shift + wordBits > 64) key[limb + 1] |= bits << (64 - shift);
}

/// Copies the first `wordCount` words of a longer key; the rest of the last limb is cleared.
inline void copyKeyPrefix(const uint64_t* key, int wordCount, int wordBits, uint64_t* prefix) {
  const size_t bits = static_cast<size_t>(wordCount) * wordBits;
  const size_t limbs = (bits + 63) / 64;
  for (size_t limb = 0; limb < limbs; limb++) prefix[limb] = key[limb];
  if (bits % 64 != 0) prefix[limbs - 1] &= ~(~uint64_t{0} >> (bits % 64));
}

/// Number of bits at the start in which two keys of `limbs` limbs agree.
inline size_t countEqualBits(const uint64_t* left, const uint64_t* right, size_t limbs) {
  for (size_t limb = 0; limb < limbs; limb++) {
    const uint64_t difference = left[limb] ^ right[limb];
    if (difference != 0) return limb * 64 + std::countl_zero(difference);
  }
  return limbs * 64;
}

/// Moves the word at the front of a key of `wordCount` words to the end: suffix order to context order.
inline void rotateKeyLeft(const uint64_t* key, int wordCount, int wordBits, uint64_t* rotated) {
  const size_t limbs = keyLimbs(wordCount, wordBits);
  for (size_t limb = 0; limb < limbs; limb++) {
    rotated[limb] = key[limb] << wordBits;
    if (limb + 1 < limbs) rotated[limb] |= key[limb + 1] >> (64 - wordBits);
  }
  addKeyWord(rotated, wordCount - 1, wordBits, readKeyWord(key, 0, wordBits));
}

/// Moves the word at the end of a key of `wordCount` words to the front: context order to suffix order.
inline void rotateKeyRight(const uint64_t* key, int wordCount, int wordBits, uint64_t* rotated) {
  const size_t limbs = keyLimbs(wordCount, wordBits);
  uint64_t carry = static_cast<uint64_t>(readKeyWord(key, wordCount - 1, wordBits)) << (64 - wordBits);
  for (size_t limb = 0; limb < limbs; limb++) {
    rotated[limb] = key[limb] >> wordBits | carry;
    carry = key[limb] << (64 - wordBits);
  }
  const size_t bits = static_cast<size_t>(wordCount) * wordBits;
  if (bits % 64 != 0) rotated[limbs - 1] &= ~(~uint64_t{0} >> (bits % 64));
}

}  // namespace codeshell
