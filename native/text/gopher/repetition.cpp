#include "text/gopher/repetition.h"

#include <algorithm>

#include "text/utf8-character.h"

namespace codeshell {
namespace {

/// Different invalid parts are the same character, so they must be the same bytes.
void repairUtf8(const uint8_t* data, size_t size, std::vector<uint8_t>& repaired) {
  repaired.clear();
  for (size_t position = 0; position < size;) {
    if (data[position] < 0x80) {
      repaired.push_back(data[position++]);
      continue;
    }
    const Utf8Character character = decodeNonAscii(data + position, size - position);
    if (character.codePoint == kReplacementCharacter) {
      for (const uint8_t byte : {0xEF, 0xBF, 0xBD}) repaired.push_back(byte);
    } else {
      repaired.insert(repaired.end(), data + position, data + position + character.sizeBytes);
    }
    position += character.sizeBytes;
  }
}

/// What Python's `str.strip` takes away: white space and the separators U+001C to U+001F.
bool isStripped(const CodeTextIndex& text, uint32_t position) {
  const uint8_t byte = text.data()[position];
  return text.isSpace(position) || (byte >= 0x1C && byte <= 0x1F);
}

double ratio(uint64_t part, uint64_t whole) { return static_cast<double>(part) / static_cast<double>(whole); }

}  // namespace

void GopherRepetition::measure(const uint8_t* data, size_t size, double* row) {
  if (size == 0) {
    std::fill(row, row + kGopherColumnCount, 0.0);
    return;
  }
  text_.build(data, size);
  if (text_.replacementCount() > 0) {
    repairUtf8(data, size, repaired_);
    text_.build(repaired_.data(), repaired_.size());
  }
  words_.read(text_);
  ngrams_.measure(words_);
  writeNgrams(writePieces(row));
}

double* GopherRepetition::writePieces(double* cell) {
  uint32_t start = 0;
  uint32_t end = text_.size();
  while (start < end && isStripped(text_, start)) start++;
  while (end > start && isStripped(text_, end - 1)) end--;
  lines_.measure(text_, 0, text_.size(), 1);
  paragraphs_.measure(text_, start, end, 2);
  *cell++ = ratio(lines_.duplicateCount(), lines_.count());
  *cell++ = ratio(lines_.duplicateCharacterCount(), text_.characterCount());
  *cell++ = ratio(paragraphs_.duplicateCount(), paragraphs_.count());
  *cell++ = ratio(paragraphs_.duplicateCharacterCount(), text_.characterCount());
  return cell;
}

double* GopherRepetition::writeNgrams(double* cell) const {
  const uint32_t characterCount = text_.characterCount();
  for (uint32_t n = GopherNgrams::kMinTop; n <= GopherNgrams::kMaxTop; n++) {
    *cell++ = ratio(ngrams_.topCharacterCount(n), characterCount);
  }
  for (uint32_t n = GopherNgrams::kMinDuplicate; n <= GopherNgrams::kMaxDuplicate; n++) {
    *cell++ = ratio(ngrams_.duplicateCharacterCount(n), characterCount);
  }
  return cell;
}

}  // namespace codeshell
