#include "ngram/tokens/tokenizer.h"

#include <cstring>
#include <vector>

#include "ngram/hash.h"
#include "ngram/tokens/byte-class.h"
#include "ngram/tokens/token-class.h"
#include "text/utf8-character.h"

namespace codeshell {
namespace {

constexpr size_t kMaxPartBytes = 64;
constexpr size_t kMaxIdentifierDigits = 3;
constexpr size_t kTabWidth = 4;

}  // namespace

std::string_view ngramSentenceEndText() { return "</s>"; }

struct NgramTokenizer::Indentation {
  std::vector<size_t> widths{0};
};

NgramTokenizer::NgramTokenizer(NgramTokenizerKind kind, const uint8_t* data, size_t size)
    : data_(data), size_(size), kind_(kind) {
  if (kind == NgramTokenizerKind::kWords) return;
  indentation_ = std::make_unique<Indentation>();
  if (size >= 3 && data[0] == 0xEF && data[1] == 0xBB && data[2] == 0xBF) position_ = 3;
}

NgramTokenizer::~NgramTokenizer() = default;

size_t NgramTokenizer::read(NgramToken* tokens, size_t capacity) {
  return kind_ == NgramTokenizerKind::kWords ? readWords(tokens, capacity) : readCode(tokens, capacity);
}

void NgramTokenizer::emitText(NgramToken& token, size_t end) {
  const uint8_t* text = data_ + position_;
  const size_t textSize = end - position_;
  uint64_t hash;
  if (textSize <= 8 && size_ - position_ >= 8) {
    uint64_t block;
    std::memcpy(&block, text, 8);
    hash = hashShortBytes(block & (~uint64_t{0} >> (64 - 8 * textSize)), textSize);
  } else {
    hash = hashBytes(text, textSize);
  }
  token = {text, textSize, position_, textSize, hash, false};
  position_ = end;
}

void NgramTokenizer::emitClass(NgramToken& token, const NgramToken& name, size_t end) {
  token = name;
  token.offset = position_;
  token.size = end - position_;
  position_ = end;
}

size_t NgramTokenizer::readWords(NgramToken* tokens, size_t capacity) {
  size_t count = 0;
  const auto endSentence = [&] {
    emitClass(tokens[count], ngramTokenClasses().sentenceEnd, position_);
    tokens[count++].isSentenceEnd = true;
    isInLine_ = false;
  };
  while (count < capacity) {
    while (position_ < size_ && data_[position_] != '\n' && isWordSeparator(data_[position_])) {
      position_++;
      isInLine_ = true;
    }
    if (position_ == size_) {
      if (!isInLine_) break;
      endSentence();
    } else if (data_[position_] == '\n') {
      endSentence();
      position_++;
    } else {
      size_t end = position_ + 1;
      while (end < size_ && !isWordSeparator(data_[end])) end++;
      emitText(tokens[count++], end);
      isInLine_ = true;
    }
  }
  return count;
}

/// Reads the indentation of a line and notes how it differs from that of the line before.
void NgramTokenizer::startLine() {
  atLineStart_ = false;
  size_t width = 0;
  size_t end = position_;
  for (; end < size_ && kByteClasses[data_[end]] == kSpace; end++) {
    if (data_[end] == '\t') {
      width += kTabWidth - width % kTabWidth;
    } else if (data_[end] == ' ') {
      width++;
    }
  }
  position_ = end;
  if (end == size_ || data_[end] == '\n') return;
  std::vector<size_t>& widths = indentation_->widths;
  while (widths.back() > width) {
    widths.pop_back();
    pendingDedents_++;
  }
  if (width > widths.back()) {
    widths.push_back(width);
    // A line between two known depths closes the deeper one and opens its own; the two tokens would say less than none.
    if (pendingDedents_ > 0) {
      pendingDedents_--;
    } else {
      pendingIndent_ = true;
    }
  }
}

/// Whether the quote at the position opens a string within its line; `end` is then right after the closing quote.
bool NgramTokenizer::findStringEnd(size_t& end) {
  const uint8_t quote = data_[position_];
  if (quote == '\'' && position_ >= 3 && isWordByte(data_[position_ - 1]) && isWordByte(data_[position_ - 2]) &&
      isWordByte(data_[position_ - 3])) {
    return false;
  }
  size_t& unclosedUntil = unclosedUntil_[quote == '\''];
  if (position_ < unclosedUntil) return false;
  size_t index = position_ + 1;
  while (index < size_ && data_[index] != '\n') {
    if (data_[index] == quote) {
      end = index + 1;
      return true;
    }
    const bool isEscape = data_[index] == '\\' && index + 1 < size_ && data_[index + 1] != '\n';
    index += isEscape ? 2 : 1;
  }
  // Escapes pair up the same way from every later quote of this kind, so none of them closes either: without this
  // memory a line of quotes would take quadratic time.
  unclosedUntil = index;
  return false;
}

size_t NgramTokenizer::findNumberEnd(const NgramToken*& numberClass) const {
  const NgramTokenClasses& classes = ngramTokenClasses();
  const uint8_t* const data = data_;
  size_t end = position_ + 1;
  const uint8_t second = end < size_ ? data[end] | 0x20 : 0;
  const bool hasPrefix = data[position_] == '0' && (second == 'x' || second == 'b' || second == 'o');
  bool isFloating = false;
  for (; end < size_; end++) {
    const uint8_t byte = data[end];
    if (isDigit(byte) || byte == '_') continue;
    if (byte == '.' && !isFloating && !hasPrefix && end + 1 < size_ && isDigit(data[end + 1])) {
      isFloating = true;
      continue;
    }
    if (!hasPrefix && (byte == 'e' || byte == 'E') && end + 1 < size_) {
      const bool isSigned = (data[end + 1] == '+' || data[end + 1] == '-') && end + 2 < size_ && isDigit(data[end + 2]);
      if (isSigned || isDigit(data[end + 1])) {
        isFloating = true;
        end++;
        continue;
      }
    }
    if (!isAsciiLetter(byte)) break;
  }
  if (hasPrefix && second == 'x') {
    numberClass = &classes.hexadecimal;
  } else if (hasPrefix && second == 'b') {
    numberClass = &classes.binaryNumber;
  } else if (isFloating) {
    numberClass = &classes.floating;
  } else {
    numberClass = end == position_ + 1 ? nullptr : &classes.integer;
  }
  return end;
}

/// End of the identifier part that begins at the position with a letter.
size_t NgramTokenizer::findLettersEnd(bool startsUpper) const {
  const uint8_t* const data = data_;
  const size_t limit = size_ - position_ < kMaxPartBytes ? size_ : position_ + kMaxPartBytes;
  size_t end = position_;
  if (startsUpper) {
    end++;
    while (end < limit && kByteClasses[data[end]] == kUpper) end++;
    const bool lowerFollows = end < limit && kByteClasses[data[end]] == kLower;
    if (end - position_ > 1) return lowerFollows ? end - 1 : end;
  }
  const uint8_t* classes = nullptr;
  while (end < limit) {
    const uint8_t found = kByteClasses[data[end]];
    if (found == kLower) {
      end++;
      continue;
    }
    if (found != kNonAscii) break;
    if (classes == nullptr) classes = packedCharacterClasses();
    const Utf8Character character = decodeNonAscii(data + end, size_ - end);
    if (character.codePoint == kReplacementCharacter || lookUpClass(classes, character.codePoint) == kOther) break;
    if (end + character.sizeBytes > limit) break;
    end += character.sizeBytes;
  }
  return end;
}

size_t NgramTokenizer::skipBinary() const {
  size_t end = position_;
  while (end < size_) {
    const uint8_t found = kByteClasses[data_[end]];
    if (found == kBinary) {
      end++;
      continue;
    }
    if (found != kNonAscii) break;
    const Utf8Character character = decodeNonAscii(data_ + end, size_ - end);
    if (character.codePoint != kReplacementCharacter) break;
    end += character.sizeBytes;
  }
  return end;
}

size_t NgramTokenizer::readCode(NgramToken* tokens, size_t capacity) {
  const NgramTokenClasses& classes = ngramTokenClasses();
  size_t count = 0;
  while (count < capacity) {
    if (atLineStart_) startLine();
    if (pendingDedents_ > 0) {
      pendingDedents_--;
      emitClass(tokens[count++], classes.dedent, position_);
      continue;
    }
    if (pendingIndent_) {
      pendingIndent_ = false;
      emitClass(tokens[count++], classes.indent, position_);
      continue;
    }
    if (position_ == size_) {
      if (hasEnded_) break;
      hasEnded_ = true;
      emitClass(tokens[count], classes.sentenceEnd, position_);
      tokens[count++].isSentenceEnd = true;
      break;
    }
    const uint8_t byte = data_[position_];
    NgramToken& token = tokens[count];
    switch (kByteClasses[byte]) {
      case kSpace:
        position_++;
        continue;
      case kNewline:
        emitClass(token, classes.newline, position_ + 1);
        atLineStart_ = true;
        break;
      case kLower:
        emitText(token, findLettersEnd(false));
        break;
      case kUpper:
        emitText(token, findLettersEnd(true));
        break;
      case kUnderscore: {
        size_t end = position_ + 1;
        while (end < size_ && data_[end] == '_' && end - position_ < kMaxPartBytes) end++;
        emitText(token, end);
        break;
      }
      case kDigit: {
        const bool isInIdentifier = position_ > 0 && isWordByte(data_[position_ - 1]) && !isDigit(data_[position_ - 1]);
        const NgramToken* numberClass = nullptr;
        size_t end = position_;
        if (isInIdentifier) {
          while (end < size_ && isDigit(data_[end])) end++;
          if (end - position_ > kMaxIdentifierDigits) numberClass = &classes.integer;
        } else {
          end = findNumberEnd(numberClass);
        }
        if (numberClass == nullptr) {
          emitText(token, end);
        } else {
          emitClass(token, *numberClass, end);
        }
        break;
      }
      case kQuote: {
        size_t end = position_ + 1;
        if (findStringEnd(end)) {
          emitClass(token, classifyString(data_ + position_ + 1, end - position_ - 2), end);
        } else {
          emitText(token, position_ + 1);
        }
        break;
      }
      case kSymbol:
        emitText(token, position_ + 1);
        break;
      case kBinary:
        emitClass(token, classes.binary, skipBinary());
        break;
      case kNonAscii: {
        const Utf8Character character = decodeNonAscii(data_ + position_, size_ - position_);
        if (character.codePoint == kReplacementCharacter) {
          emitClass(token, classes.binary, skipBinary());
        } else if (lookUpClass(packedCharacterClasses(), character.codePoint) == kOther) {
          emitText(token, position_ + character.sizeBytes);
        } else {
          emitText(token, findLettersEnd(false));
        }
        break;
      }
    }
    count++;
  }
  return count;
}

}  // namespace codeshell
