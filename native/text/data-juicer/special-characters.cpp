#include "text/data-juicer/special-characters.h"

#include <array>
#include <iterator>

namespace codeshell {
namespace {

struct CodePointRange {
  uint32_t first;
  uint32_t last;
};

constexpr CodePointRange kRanges[] = {
#include "text/data-juicer/special-characters.inc"
};

static_assert(std::end(kRanges)[-1].last < kSpecialLimit, "a newer list needs a higher kSpecialLimit");

using Bits = std::array<uint64_t, kSpecialLimit / 64>;

Bits setBits() {
  Bits bits{};
  for (const CodePointRange& range : kRanges) {
    for (uint32_t codePoint = range.first; codePoint <= range.last; codePoint++) {
      bits[codePoint / 64] |= uint64_t{1} << (codePoint % 64);
    }
  }
  return bits;
}

}  // namespace

const uint64_t* specialCharacters() {
  static const Bits bits = setBits();
  return bits.data();
}

}  // namespace codeshell
