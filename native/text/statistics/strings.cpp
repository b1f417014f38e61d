#include "text/statistics/strings.h"

#include <algorithm>
#include <cstring>

#include "base/bit-scan.h"

namespace codeshell {
namespace {

constexpr uint32_t kEscapeBytes = 6;
constexpr uint32_t kMinEscapes = 8;
constexpr uint32_t kNowhere = ~uint32_t{0};

bool isHexDigit(uint8_t byte) { return (byte >= '0' && byte <= '9') || ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'f'); }

bool isEscape(const uint8_t* data) {
  return data[0] == '\\' && data[1] == 'u' && isHexDigit(data[2]) && isHexDigit(data[3]) && isHexDigit(data[4]) &&
         isHexDigit(data[5]);
}

bool holdsAddress(const uint8_t* data, uint32_t size) {
  for (uint32_t index = 0; index + 8 <= size; index++) {
    if (data[index] != 'h' || memcmp(data + index, "http", 4) != 0) continue;
    const uint32_t colon = index + (data[index + 4] == 's' ? 5 : 4);
    if (colon + 4 <= size && memcmp(data + colon, "://", 3) == 0) return true;
  }
  return false;
}

}  // namespace

void StringStatistics::measure(const CodeTextIndex& text, const WordList& words) {
  characterCount_ = longStringLineCount_ = longWordCharacterCount_ = 0;
  escapeCharacterCount_ = longestEscapeRun_ = escapesEnd_ = 0;
  openQuote_ = 0;
  escaped_ = kNowhere;
  lineHasLongString_ = false;
  for (size_t block = 0; block < text.blockCount(); block++) {
    const uint32_t blockStart = static_cast<uint32_t>(block * kClassBlockBytes);
    for (uint64_t marks = text.quote(block) | text.newline(block); marks != 0; marks &= marks - 1) {
      const uint32_t position = blockStart + trailingZeros(marks);
      const uint8_t byte = text.data()[position];
      if (byte == '\n') {
        openQuote_ = 0;
        lineHasLongString_ = false;
      } else if (byte == '\\') {
        readEscapes(text, position);
        if (openQuote_ != 0 && position != escaped_) escaped_ = position + 1;
      } else if (position != escaped_) {
        readQuote(text, words, position);
      }
    }
  }
}

void StringStatistics::readEscapes(const CodeTextIndex& text, uint32_t position) {
  if (position < escapesEnd_) return;
  uint32_t end = position;
  while (end + kEscapeBytes <= text.size() && isEscape(text.data() + end)) end += kEscapeBytes;
  if (end == position) return;
  escapesEnd_ = end;
  const uint32_t size = end - position;
  if (size < kMinEscapes * kEscapeBytes) return;
  escapeCharacterCount_ += size;
  longestEscapeRun_ = std::max(longestEscapeRun_, size);
}

void StringStatistics::readQuote(const CodeTextIndex& text, const WordList& words, uint32_t position) {
  const uint8_t quote = text.data()[position];
  if (openQuote_ == quote) {
    openQuote_ = 0;
    endString(text, words, stringStart_, position);
  } else if (openQuote_ == 0) {
    if (quote == '\'' && position > 0 && text.isWord(position - 1)) return;
    openQuote_ = quote;
    stringStart_ = position + 1;
    escaped_ = kNowhere;
  }
}

void StringStatistics::endString(const CodeTextIndex& text, const WordList& words, uint32_t start, uint32_t end) {
  characterCount_ += text.countCharacters(start, end);
  if (end - start <= kLongWordCharacters) return;
  // So many words of one character, and what separates them.
  if (!lineHasLongString_ && end - start >= 2 * kLongStringWords + 1 &&
      words.countStarts(start, end) > kLongStringWords) {
    lineHasLongString_ = true;
    longStringLineCount_++;
  }
  uint32_t pieceStart = start;
  while ((pieceStart = text.skipSpace(pieceStart, end)) < end) {
    const uint32_t pieceEnd = text.findSpace(pieceStart, end);
    measurePiece(text, pieceStart, pieceEnd);
    pieceStart = pieceEnd;
  }
}

void StringStatistics::measurePiece(const CodeTextIndex& text, uint32_t start, uint32_t end) {
  if (end - start <= kLongWordCharacters) return;
  const uint32_t characterCount = text.countCharacters(start, end);
  if (characterCount <= kLongWordCharacters || holdsAddress(text.data() + start, end - start)) return;
  longWordCharacterCount_ += characterCount;
}

}  // namespace codeshell
