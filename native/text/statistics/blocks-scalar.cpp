#include "text/statistics/blocks.h"

namespace codeshell {
namespace {

void classifyByte(uint8_t byte, uint64_t bit, BlockClasses& classes) {
  const auto isBetween = [](uint8_t value, uint8_t first, uint8_t last) { return value >= first && value <= last; };
  if (byte >= 0x80) classes.nonAscii |= bit;
  if (byte == '\n') classes.newline |= bit;
  if (isBetween(byte, 'a', 'z') || isBetween(byte, 'A', 'Z')) classes.letter |= bit;
  if (isBetween(byte, '0', '9')) classes.digit |= bit;
  if (isBetween(byte, 9, 13) || byte == ' ') classes.space |= bit;
  if (byte == '"' || byte == '\'' || byte == '`' || byte == '\\') classes.quote |= bit;
  if (byte == '+' || byte == '/' || byte == '=') classes.base64Sign |= bit;
  if (byte == 's' || byte == 'S') classes.letterS |= bit;
}

}  // namespace

/// One byte at a time: the fallback for any processor, and the plain statement of what the vector kernels compute.
void classifyBlocksScalar(const uint8_t* data, size_t count, BlockClasses* classes) {
  for (size_t block = 0; block < count; block++) {
    BlockClasses result{};
    for (size_t index = 0; index < kClassBlockBytes; index++) {
      const uint64_t bit = uint64_t{1} << index;
      classifyByte(data[block * kClassBlockBytes + index], bit, result);
      result.digitCount += (result.digit & bit) != 0;
      result.spaceCount += (result.space & bit) != 0;
    }
    classes[block] = result;
  }
}

}  // namespace codeshell
