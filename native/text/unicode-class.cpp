#include "text/unicode-class.h"

#include <array>
#include <iterator>

namespace codeshell {
namespace {

struct ClassRange {
  uint32_t first;
  uint32_t last;
  CharacterClass characterClass;
};

constexpr ClassRange kRanges[] = {
#include "text/unicode-ranges.inc"
};

static_assert(std::end(kRanges)[-1].last < kClassifiedLimit, "a newer Unicode needs a higher kClassifiedLimit");

using PackedClasses = std::array<uint8_t, kClassifiedLimit / 4>;

PackedClasses packClasses() {
  PackedClasses packed{};
  for (const ClassRange& range : kRanges) {
    for (uint32_t codePoint = range.first; codePoint <= range.last; codePoint++) {
      packed[codePoint / 4] |= static_cast<uint8_t>(range.characterClass << (codePoint % 4 * 2));
    }
  }
  return packed;
}

}  // namespace

const uint8_t* packedCharacterClasses() {
  static const PackedClasses packed = packClasses();
  return packed.data();
}

}  // namespace codeshell
