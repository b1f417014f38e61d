#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

/// ASCII as the tokenizers see it. Internal linkage for the reason given in text/utf8-character.h.
namespace codeshell {
namespace {

/// Letters, digits and the underscore.
inline bool isAsciiWordByte(uint8_t byte) {
  return byte == '_' || static_cast<uint8_t>((byte | 0x20) - 'a') < 26 || static_cast<uint8_t>(byte - '0') < 10;
}

/// White space and control characters.
inline bool isAsciiBlank(uint8_t byte) { return byte <= ' ' || byte == 0x7F; }

/// Bytes before the first one that is not ASCII.
inline size_t countAscii(const uint8_t* data, size_t size) {
  size_t position = 0;
  for (; size - position >= 32; position += 32) {
    uint64_t words[4];
    memcpy(words, data + position, sizeof words);
    if (((words[0] | words[1] | words[2] | words[3]) & 0x8080808080808080u) != 0) break;
  }
  while (position < size && data[position] < 0x80) position++;
  return position;
}

}  // namespace
}  // namespace codeshell
