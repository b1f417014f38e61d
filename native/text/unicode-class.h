#pragma once

#include <cstdint>

namespace codeshell {

/// General category of a code point, as far as the kernels need it.
enum CharacterClass : uint8_t { kOther = 0, kLetter = 1, kNumber = 2 };

/// The classes of all code points below `kClassifiedLimit`, packed in 2 bits each, four to a byte, lowest bits first;
/// higher code points are `kOther`. Built at the first call; thread-safe.
inline constexpr uint32_t kClassifiedLimit = 0x40000;
const uint8_t* packedCharacterClasses();

}  // namespace codeshell
