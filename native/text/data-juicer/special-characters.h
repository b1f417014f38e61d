#pragma once

#include <cstddef>
#include <cstdint>

namespace codeshell {

/// One bit for each code point below `kSpecialLimit`, lowest bits first: what Data-Juicer 1.6.1 cuts off both ends of a
/// word, its `SPECIAL_CHARACTERS`. These are marks, digits, white space, emoji and a few letters, but no control
/// characters. Built at the first call; thread-safe.
inline constexpr uint32_t kSpecialLimit = 0x20000;
const uint64_t* specialCharacters();

inline bool isSpecial(const uint64_t* characters, uint32_t codePoint) {
  return codePoint < kSpecialLimit && (characters[codePoint / 64] >> (codePoint % 64) & 1) != 0;
}

}  // namespace codeshell
