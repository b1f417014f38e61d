#pragma once

#include <cstdint>

namespace codeshell {

/// For code points outside ASCII.
uint32_t lookUpLowerCase(uint32_t codePoint);

/// The lower case of a code point by itself, as Unicode maps it. Of U+0130, whose lower case is "i" and U+0307, it is
/// the "i"; a capital sigma becomes σ wherever it stands.
inline uint32_t toLowerCase(uint32_t codePoint) {
  if (codePoint >= 0x80) return lookUpLowerCase(codePoint);
  return codePoint | (codePoint - 'A' < 26 ? 0x20u : 0u);
}

}  // namespace codeshell
