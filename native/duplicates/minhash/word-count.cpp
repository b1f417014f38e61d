#include "duplicates/minhash/word-count.h"

#include "duplicates/minhash/ascii.h"
#include "duplicates/minhash/word-classes.h"
#include "text/utf8-character.h"

namespace codeshell {
namespace {

using enum WordClass;

/// To BigCode's tokens every character is part of a word or separates two.
WordClass classify(TokenKind kind, uint32_t codePoint) {
  if (kind == TokenKind::kWords) return classifyForWords(codePoint);
  const bool isWord = kind == TokenKind::kBigCodeV2 && lookUpClass(packedCharacterClasses(), codePoint) != kOther;
  return isWord ? kWord : kBlank;
}

}  // namespace

bool hasWords(TokenKind kind, const uint8_t* data, size_t size, size_t count) {
  size_t found = 0;
  bool isInWord = false;
  for (size_t position = 0; position < size && found < count;) {
    if (data[position] < 0x80) {
      const bool isWord = isAsciiWordByte(data[position++]);
      found += isWord && !isInWord ? 1 : 0;
      isInWord = isWord;
      continue;
    }
    const Utf8Character character = decodeNonAscii(data + position, size - position);
    position += character.sizeBytes;
    const WordClass wordClass = classify(kind, character.codePoint);
    if (wordClass == kExtend || wordClass == kIgnored) continue;
    found += wordClass == kSingle || (wordClass == kWord && !isInWord) ? 1 : 0;
    isInWord = wordClass == kWord;
  }
  return found >= count;
}

}  // namespace codeshell
