#include "duplicates/minhash/text.h"

#include <cstring>

#include "duplicates/minhash/ascii.h"
#include "duplicates/minhash/word-text.h"
#include "text/lower-case.h"
#include "text/utf8-character.h"

namespace codeshell {
namespace {

/// Any ASCII character that is in no token would do.
constexpr uint8_t kSeparator = ' ';
/// Memory for a larger document is given back with the next one.
constexpr size_t kKeptBytes = size_t{1} << 20;

uint8_t* writeAscii(TokenKind kind, const uint8_t* data, size_t size, uint8_t* output) {
  if (kind == TokenKind::kBigCode) {
    if (size > 0) std::memcpy(output, data, size);
    return output + size;
  }
  for (size_t index = 0; index < size; index++) {
    const uint8_t byte = data[index];
    output[index] = static_cast<uint8_t>(byte | (static_cast<uint8_t>(byte - 'A') < 26 ? 0x20 : 0));
  }
  return output + size;
}

/// Valid code points only; up to 4 bytes.
uint8_t* writeUtf8(uint32_t codePoint, uint8_t* output) {
  if (codePoint < 0x80) {
    *output++ = static_cast<uint8_t>(codePoint);
    return output;
  }
  if (codePoint < 0x800) {
    *output++ = static_cast<uint8_t>(0xC0 | codePoint >> 6);
  } else {
    if (codePoint < 0x10000) {
      *output++ = static_cast<uint8_t>(0xE0 | codePoint >> 12);
    } else {
      *output++ = static_cast<uint8_t>(0xF0 | codePoint >> 18);
      *output++ = static_cast<uint8_t>(0x80 | (codePoint >> 12 & 0x3F));
    }
    *output++ = static_cast<uint8_t>(0x80 | (codePoint >> 6 & 0x3F));
  }
  *output++ = static_cast<uint8_t>(0x80 | (codePoint & 0x3F));
  return output;
}

}  // namespace

TextSpan MinHashText::prepare(TokenKind kind, const uint8_t* data, size_t size) {
  if (copy_.capacity() > kKeptBytes) std::vector<uint8_t>().swap(copy_);
  if (kind != TokenKind::kBigCodeV2 && countAscii(data, size) == size) return {data, size};
  if (kind == TokenKind::kWords) {
    const size_t written = writeWordText(data, size, copy_);
    return {copy_.data(), written};
  }
  copy(kind, data, size);
  return {copy_.data(), copy_.size()};
}

void MinHashText::copy(TokenKind kind, const uint8_t* data, size_t size) {
  // A lower case takes one byte more than its upper case at most (U+023A, two bytes, becomes U+2C65, three).
  copy_.resize(kind == TokenKind::kBigCode ? size : size + size / 2 + 1);
  const uint8_t* classes = packedCharacterClasses();
  uint8_t* output = copy_.data();
  for (size_t position = 0; position < size;) {
    const size_t asciiCount = countAscii(data + position, size - position);
    output = writeAscii(kind, data + position, asciiCount, output);
    position += asciiCount;
    while (position < size && data[position] >= 0x80) {
      const Utf8Character character = decodeNonAscii(data + position, size - position);
      position += character.sizeBytes;
      if (kind == TokenKind::kBigCodeV2 && lookUpClass(classes, character.codePoint) != kOther) {
        output = writeUtf8(toLowerCase(character.codePoint), output);
      } else {
        *output++ = kSeparator;
      }
    }
  }
  copy_.resize(static_cast<size_t>(output - copy_.data()));
}

}  // namespace codeshell
