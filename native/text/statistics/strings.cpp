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

bool isSpaceByte(uint8_t byte) { return byte == ' ' || (byte >= 9 && byte <= 13); }

bool isWordOrUnderscore(const CodeTextIndex& text, uint32_t position) {
  return text.isWord(position) || text.data()[position] == '_';
}

/// Whether the one or two letters before `position`, and no more, are a prefix that languages write before a literal.
bool followsPrefix(const CodeTextIndex& text, uint32_t position) {
  const uint8_t* data = text.data();
  const uint8_t last = data[position - 1];
  const uint8_t lower = last | 0x20;
  if (position == 1 || !isWordOrUnderscore(text, position - 2)) {
    return lower == 'b' || lower == 'r' || lower == 'u' || lower == 'f' || lower == 't' || last == 'L';
  }
  if (position > 2 && isWordOrUnderscore(text, position - 3)) return false;
  const uint8_t first = data[position - 2] | 0x20;
  const bool isRaw = (first == 'r') != (lower == 'r');
  const uint8_t other = first == 'r' ? lower : first;
  return (isRaw && (other == 'b' || other == 'f' || other == 't' || other == 'u')) ||
         (data[position - 2] == 'u' && last == '8');
}

bool canOpen(const CodeTextIndex& text, uint32_t position) {
  if (text.data()[position] != '\'' || position == 0 || !isWordOrUnderscore(text, position - 1)) return true;
  const bool isBeforeSpace = position + 1 >= text.size() || isSpaceByte(text.data()[position + 1]);
  return !isBeforeSpace && followsPrefix(text, position);
}

bool canClose(const CodeTextIndex& text, uint32_t position) {
  const uint8_t* data = text.data();
  if (data[position] != '\'' || position + 1 >= text.size()) return true;
  const uint8_t next = data[position + 1];
  if (next == '\\') return position + 2 >= text.size() || data[position + 2] == '\n' || data[position + 2] == '\r';
  if (next == '(' || next == '"') {
    return position > 0 && !isSpaceByte(data[position - 1]) && data[position - 1] != '(';
  }
  return !isWordOrUnderscore(text, position + 1);
}

}  // namespace

void StringStatistics::measure(const CodeTextIndex& text, const WordList& words) {
  characterCount_ = longStringLineCount_ = longWordCharacterCount_ = 0;
  escapeCharacterCount_ = longestEscapeRun_ = escapesEnd_ = 0;
  quotes_.clear();
  escaped_ = kNowhere;
  for (size_t block = 0; block < text.blockCount(); block++) {
    const uint32_t blockStart = static_cast<uint32_t>(block * kClassBlockBytes);
    for (uint64_t marks = text.quote(block) | text.newline(block); marks != 0; marks &= marks - 1) {
      const uint32_t position = blockStart + trailingZeros(marks);
      const uint8_t byte = text.data()[position];
      if (byte == '\n') {
        if (!quotes_.empty()) endLine(text, words);
      } else if (byte == '\\') {
        readEscapes(text, position);
        if (position != escaped_) escaped_ = position + 1;
      } else if (position != escaped_ && (canOpen(text, position) || canClose(text, position))) {
        quotes_.push_back(position);
      }
    }
  }
  if (!quotes_.empty()) endLine(text, words);
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

void StringStatistics::endLine(const CodeTextIndex& text, const WordList& words) {
  const uint8_t* data = text.data();
  lineHasLongString_ = false;
  // By the last 3 bits of the quote, which differ: there is none behind here. So each kind is looked for in vain only
  // once.
  bool isSpent[8] = {};
  for (size_t index = 0; index < quotes_.size(); index++) {
    const uint32_t start = quotes_[index];
    const uint8_t quote = data[start];
    if (isSpent[quote & 7] || !canOpen(text, start)) continue;
    size_t partner = index + 1;
    while (partner < quotes_.size() && data[quotes_[partner]] != quote) partner++;
    if (partner == quotes_.size()) {
      isSpent[quote & 7] = true;
    } else if (canClose(text, quotes_[partner])) {
      endString(text, words, start + 1, quotes_[partner]);
      index = partner;
    }
  }
  quotes_.clear();
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
