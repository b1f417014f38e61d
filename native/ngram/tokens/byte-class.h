#pragma once

#include <array>
#include <cstdint>

/// Internal linkage, for the reason given in text/utf8-character.h.
namespace codeshell {
namespace {

/// What a byte can begin. Lead bytes of UTF-8 need a look at the character.
enum ByteClass : uint8_t { kBinary, kSpace, kNewline, kLower, kUpper, kDigit, kUnderscore, kQuote, kSymbol, kNonAscii };

constexpr std::array<uint8_t, 256> classifyBytes() {
  std::array<uint8_t, 256> classes{};
  for (int byte = 0; byte < 256; byte++) {
    uint8_t found = kSymbol;
    if (byte >= 0x80) {
      found = kNonAscii;
    } else if (byte == '\n') {
      found = kNewline;
    } else if (byte == ' ' || byte == '\t' || byte == '\r' || byte == '\v' || byte == '\f') {
      found = kSpace;
    } else if (byte < 0x20 || byte == 0x7F) {
      found = kBinary;
    } else if (byte >= 'a' && byte <= 'z') {
      found = kLower;
    } else if (byte >= 'A' && byte <= 'Z') {
      found = kUpper;
    } else if (byte >= '0' && byte <= '9') {
      found = kDigit;
    } else if (byte == '_') {
      found = kUnderscore;
    } else if (byte == '"' || byte == '\'') {
      found = kQuote;
    }
    classes[byte] = found;
  }
  return classes;
}

constexpr std::array<uint8_t, 256> kByteClasses = classifyBytes();

inline bool isDigit(uint8_t byte) { return kByteClasses[byte] == kDigit; }
inline bool isAsciiLetter(uint8_t byte) { return kByteClasses[byte] == kLower || kByteClasses[byte] == kUpper; }
inline bool isWordByte(uint8_t byte) {
  const uint8_t found = kByteClasses[byte];
  return found == kLower || found == kUpper || found == kDigit || found == kUnderscore || found == kNonAscii;
}

/// What separates words for KenLM.
inline bool isWordSeparator(uint8_t byte) {
  return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r' || byte == 0;
}

}  // namespace
}  // namespace codeshell
