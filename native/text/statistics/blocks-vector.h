#pragma once

#include "base/bit-scan.h"
#include "text/statistics/blocks.h"

/// The block classes in terms of a vector type of any width. Internal linkage, for the reason given in
/// text/utf8-character.h.
namespace codeshell {
namespace {

/// `Vector` offers, all static: `kBytes`, `load(data)`, `equal(v, byte)`, `isInRange(v, first, span)` for the bytes
/// from `first` to `first + span`, `either(a, b)`, `with(v, bits)` and `without(v, bits)` to set and clear bits of
/// every byte, and `toBits(v)`, the highest bit of every byte.
template <typename Vector>
inline void classifyPart(const uint8_t* data, uint32_t shift, BlockClasses& classes) {
  const auto bytes = Vector::load(data);
  const auto folded = Vector::with(bytes, 0x20);
  const auto add = [shift](uint64_t& mask, auto matches) {
    mask |= static_cast<uint64_t>(Vector::toBits(matches)) << shift;
  };
  add(classes.nonAscii, bytes);
  add(classes.newline, Vector::equal(bytes, '\n'));
  add(classes.letter, Vector::isInRange(folded, 'a', 25));
  add(classes.digit, Vector::isInRange(bytes, '0', 9));
  add(classes.space, Vector::either(Vector::isInRange(bytes, 9, 4), Vector::equal(bytes, ' ')));
  add(classes.quote, Vector::either(Vector::either(Vector::equal(bytes, '"'), Vector::equal(bytes, '\'')),
                                    Vector::either(Vector::equal(bytes, '`'), Vector::equal(bytes, '\\'))));
  // '+' and '/' differ in one bit.
  add(classes.base64Sign,
      Vector::either(Vector::equal(Vector::without(bytes, '+' ^ '/'), '+' & '/'), Vector::equal(bytes, '=')));
  add(classes.letterS, Vector::equal(folded, 's'));
}

template <typename Vector>
inline void classifyBlocksWith(const uint8_t* data, size_t count, BlockClasses* classes) {
  for (size_t block = 0; block < count; block++) {
    BlockClasses result{};
    for (uint32_t shift = 0; shift < kClassBlockBytes; shift += Vector::kBytes) {
      classifyPart<Vector>(data + block * kClassBlockBytes + shift, shift, result);
    }
    result.digitCount = static_cast<uint32_t>(countOnes(result.digit));
    result.spaceCount = static_cast<uint32_t>(countOnes(result.space));
    classes[block] = result;
  }
}

}  // namespace
}  // namespace codeshell
