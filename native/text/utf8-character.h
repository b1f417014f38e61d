#pragma once

#include <cstddef>
#include <cstdint>

#include "text/unicode-class.h"

/// Everything here has internal linkage on purpose: files compiled for different instruction sets include it, and a
/// copy that the linker shared between them could run AVX2 code on a processor without it. For the same reason it uses
/// no inline function of the standard library.
namespace codeshell {
namespace {

struct Utf8Character {
  uint32_t codePoint;
  uint32_t sizeBytes;
};

inline constexpr uint32_t kReplacementCharacter = 0xFFFD;

/// Decodes the character at `data`, whose first byte is not ASCII; `available` is at least 1. Invalid input gives
/// U+FFFD and the size of its maximal subpart (Unicode Standard, section 3.9, table 3-7 and "U+FFFD Substitution of
/// Maximal Subparts").
inline Utf8Character decodeNonAscii(const uint8_t* data, size_t available) {
  const uint32_t lead = data[0];
  if (lead < 0xC2 || lead > 0xF4) return {kReplacementCharacter, 1};
  const uint32_t sizeBytes = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  // Overlong forms, surrogates and code points above U+10FFFF differ from valid ones in the second byte alone.
  const uint32_t secondFirst = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
  const uint32_t secondLast = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
  if (available < 2 || data[1] < secondFirst || data[1] > secondLast) return {kReplacementCharacter, 1};
  uint32_t codePoint = (lead & (0x7Fu >> sizeBytes)) << 6 | (data[1] & 0x3Fu);
  for (uint32_t index = 2; index < sizeBytes; index++) {
    if (index >= available || (data[index] & 0xC0) != 0x80) return {kReplacementCharacter, index};
    codePoint = codePoint << 6 | (data[index] & 0x3Fu);
  }
  return {codePoint, sizeBytes};
}

inline uint32_t lookUpClass(const uint8_t* packedClasses, uint32_t codePoint) {
  if (codePoint >= kClassifiedLimit) return kOther;
  return packedClasses[codePoint / 4] >> (codePoint % 4 * 2) & 3u;
}

}  // namespace
}  // namespace codeshell
