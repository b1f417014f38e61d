#pragma once

#include <cstring>

#include "base/bit-scan.h"
#include "text/measures/measure-text.h"
#include "text/utf8-character.h"

/// The block kernel: 64 bytes at a time while the text is ASCII, one character at a time where it is not. Internal
/// linkage, and no inline function of the standard library, for the reason given in utf8-character.h.
namespace codeshell {
namespace {

inline constexpr size_t kBlockBytes = 64;

/// Bit i tells of byte i of a block.
struct BlockMasks {
  uint64_t nonAscii;
  uint64_t newline;
  uint64_t carriageReturn;
  uint64_t letter;
  uint64_t digit;
};

/// What is known of the text before the next block. Positions count characters from the start of the text.
struct BlockState {
  uint64_t characterCount = 0;
  uint64_t lineStart = 0;
  uint64_t newlineCount = 0;
  /// Carriage returns right before a newline: they belong to no line.
  uint64_t crlfCount = 0;
  uint64_t maxLineLength = 0;
  uint64_t letterCount = 0;
  uint64_t numberCount = 0;
  uint64_t afterCarriageReturn = 0;
};

/// Takes in the first `count` bytes of a block, 1 to 64, all ASCII; no mask has a bit at `count` or above.
inline void consumeAscii(BlockState& state, const BlockMasks& masks, uint32_t count) {
  const uint64_t crlf = masks.newline & (masks.carriageReturn << 1 | state.afterCarriageReturn);
  state.afterCarriageReturn = masks.carriageReturn >> (count - 1) & 1;
  state.letterCount += countOnes(masks.letter);
  state.numberCount += countOnes(masks.digit);
  state.newlineCount += countOnes(masks.newline);
  state.crlfCount += countOnes(crlf);
  for (uint64_t newlines = masks.newline; newlines != 0; newlines &= newlines - 1) {
    const uint32_t index = trailingZeros(newlines);
    const uint64_t end = state.characterCount + index;
    const uint64_t length = end - state.lineStart - (crlf >> index & 1);
    if (length > state.maxLineLength) state.maxLineLength = length;
    state.lineStart = end + 1;
  }
  state.characterCount += count;
}

/// Takes in characters from `position` to the next ASCII byte and returns its position.
inline size_t consumeNonAscii(BlockState& state, const uint8_t* data, size_t position, size_t size) {
  const uint8_t* classes = packedCharacterClasses();
  do {
    const Utf8Character character = decodeNonAscii(data + position, size - position);
    const uint32_t characterClass = lookUpClass(classes, character.codePoint);
    state.letterCount += characterClass & kLetter;
    state.numberCount += characterClass >> 1;
    state.characterCount++;
    position += character.sizeBytes;
  } while (position < size && data[position] >= 0x80);
  state.afterCarriageReturn = 0;
  return position;
}

inline TextMeasures finish(const BlockState& state, size_t size) {
  const uint64_t lastLineLength = state.characterCount - state.lineStart;
  TextMeasures measures;
  measures.sizeBytes = size;
  measures.characterCount = state.characterCount;
  measures.lineCount = state.newlineCount + (lastLineLength > 0 ? 1 : 0);
  measures.lineCharacterCount = state.characterCount - state.newlineCount - state.crlfCount;
  measures.maxLineLength = lastLineLength > state.maxLineLength ? lastLineLength : state.maxLineLength;
  measures.letterCount = state.letterCount;
  measures.numberCount = state.numberCount;
  return measures;
}

/// `classify(block)` gives the masks of the 64 bytes at `block`.
template <typename Classify>
inline TextMeasures measureTextInBlocks(const uint8_t* data, size_t size, Classify classify) {
  BlockState state;
  for (size_t position = 0; position < size;) {
    const size_t remaining = size - position;
    uint32_t count = kBlockBytes;
    BlockMasks masks;
    if (remaining >= kBlockBytes) {
      masks = classify(data + position);
    } else {
      // Zeros are in no mask, so they need no clearing.
      uint8_t padded[kBlockBytes] = {};
      memcpy(padded, data + position, remaining);
      masks = classify(padded);
      count = static_cast<uint32_t>(remaining);
    }
    if (masks.nonAscii == 0) {
      consumeAscii(state, masks, count);
      position += count;
      continue;
    }
    count = trailingZeros(masks.nonAscii);
    if (count > 0) {
      const uint64_t before = (uint64_t{1} << count) - 1;
      masks.newline &= before;
      masks.carriageReturn &= before;
      masks.letter &= before;
      masks.digit &= before;
      consumeAscii(state, masks, count);
    }
    position = consumeNonAscii(state, data, position + count, size);
  }
  return finish(state, size);
}

}  // namespace
}  // namespace codeshell
