#include "text/statistics/markers.h"

#include <algorithm>
#include <cstring>
#include <string_view>

#include "base/bit-scan.h"

namespace codeshell {
namespace {

using namespace std::string_view_literals;

constexpr uint32_t kPhraseLines = 5;
constexpr uint32_t kHintCharacters = 200;
constexpr uint32_t kXmlCharacters = 100;

/// Whether the bytes at `position`, A to Z lower-cased, are `text`, which lies within `end`.
bool isAt(const uint8_t* data, uint32_t position, uint32_t end, std::string_view text) {
  if (position > end || end - position < text.size()) return false;
  for (size_t index = 0; index < text.size(); index++) {
    const uint8_t byte = data[position + index];
    const uint8_t lower = byte >= 'A' && byte <= 'Z' ? byte | 0x20 : byte;
    if (lower != static_cast<uint8_t>(text[index])) return false;
  }
  return true;
}

/// Two letters, which are rare enough to branch on where one is not.
constexpr uint32_t toPair(const char* letters) {
  return static_cast<uint32_t>(letters[0]) | static_cast<uint32_t>(letters[1]) << 8;
}

/// Equal to the pair of two letters in any case, and to no other pair of letters.
uint32_t lowerPairAt(const uint8_t* data, uint32_t position) {
  return (static_cast<uint32_t>(data[position]) | static_cast<uint32_t>(data[position + 1]) << 8) | 0x2020;
}

bool endsAt(const uint8_t* data, uint32_t position, std::string_view text) {
  return position >= text.size() && isAt(data, position - static_cast<uint32_t>(text.size()), position, text);
}

/// All the phrases have the word "generated" in common.
bool hasPhraseAround(const uint8_t* data, uint32_t position, uint32_t end) {
  for (const std::string_view before : {"auto-"sv, "auto"sv, "automatically "sv, "this file is "sv}) {
    if (endsAt(data, position, before)) return true;
  }
  return isAt(data, position, end, "generated automatically"sv);
}

bool hasPhrase(const uint8_t* data, uint32_t end) {
  for (uint32_t position = 0; position + 9 <= end; position++) {
    if (lowerPairAt(data, position) != toPair("ge") || !isAt(data, position, end, "generated"sv)) continue;
    if (hasPhraseAround(data, position, end)) return true;
  }
  return false;
}

bool hasHint(const uint8_t* data, uint32_t end) {
  for (uint32_t position = 0; position + 2 <= end; position++) {
    const uint32_t pair = lowerPairAt(data, position);
    const bool mayBeHint = (static_cast<int>(pair == toPair("ge")) | static_cast<int>(pair == toPair("au")) |
                            static_cast<int>(pair == toPair("do"))) != 0;
    if (!mayBeHint) continue;
    for (const std::string_view hint : {"generate"sv, "autogen"sv, "do not edit"sv}) {
      if (isAt(data, position, end, hint)) return true;
    }
  }
  return false;
}

/// The end of the first `count` lines, their last line end included.
uint32_t endOfLines(const CodeTextIndex& text, uint32_t count) {
  for (size_t block = 0; block < text.blockCount(); block++) {
    for (uint64_t newlines = text.newline(block); newlines != 0; newlines &= newlines - 1) {
      if (--count == 0) return static_cast<uint32_t>(block * kClassBlockBytes) + trailingZeros(newlines) + 1;
    }
  }
  return text.size();
}

/// The end of the first `count` characters.
uint32_t endOfCharacters(const CodeTextIndex& text, uint32_t count) {
  uint32_t end = std::min(count, text.size());
  while (end < text.size()) {
    const uint32_t missing = count - text.countCharacters(0, end);
    if (missing == 0) break;
    end = std::min(end + missing, text.size());
  }
  return end;
}

}  // namespace

OriginMarkers findOriginMarkers(const CodeTextIndex& text) {
  const uint8_t* data = text.data();
  OriginMarkers markers;
  markers.hasGeneratedPhrase = hasPhrase(data, endOfLines(text, kPhraseLines));
  markers.hasGeneratedHint = hasHint(data, endOfCharacters(text, kHintCharacters));
  constexpr std::string_view xmlHeader = "<?xml version=";
  const uint32_t xmlEnd = endOfCharacters(text, kXmlCharacters);
  const std::string_view head(reinterpret_cast<const char*>(data), xmlEnd);
  markers.hasXmlHeader = xmlEnd > 0 && head.find(xmlHeader) != std::string_view::npos;
  return markers;
}

}  // namespace codeshell
