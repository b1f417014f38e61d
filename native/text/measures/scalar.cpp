#include "text/measures/kernels.h"
#include "text/utf8-character.h"

namespace codeshell {

/// One character at a time: the fallback for any processor, and the plain statement of what the block kernels compute.
TextMeasures measureTextScalar(const uint8_t* data, size_t size) {
  const uint8_t* classes = packedCharacterClasses();
  TextMeasures measures;
  measures.sizeBytes = size;
  uint64_t lineLength = 0;
  bool afterCarriageReturn = false;
  const auto endLine = [&](uint64_t length) {
    measures.lineCount++;
    measures.lineCharacterCount += length;
    if (length > measures.maxLineLength) measures.maxLineLength = length;
  };

  for (size_t position = 0; position < size;) {
    measures.characterCount++;
    const uint32_t byte = data[position];
    if (byte == '\n') {
      endLine(lineLength - (afterCarriageReturn ? 1 : 0));
      lineLength = 0;
      afterCarriageReturn = false;
      position++;
      continue;
    }
    const Utf8Character character =
        byte < 0x80 ? Utf8Character{byte, 1} : decodeNonAscii(data + position, size - position);
    const uint32_t characterClass = lookUpClass(classes, character.codePoint);
    measures.letterCount += characterClass & kLetter;
    measures.numberCount += characterClass >> 1;
    lineLength++;
    afterCarriageReturn = byte == '\r';
    position += character.sizeBytes;
  }
  if (lineLength > 0) endLine(lineLength);
  return measures;
}

}  // namespace codeshell
