#include "duplicates/minhash/word-text.h"

#include <algorithm>
#include <cstring>

#include "duplicates/minhash/ascii.h"
#include "duplicates/minhash/word-classes.h"
#include "text/utf8-character.h"

namespace codeshell {
namespace {

using enum WordClass;

class WordTextWriter {
 public:
  explicit WordTextWriter(std::vector<uint8_t>& output) : output_(output) {}

  size_t size() const { return size_; }

  /// At least one byte, all of ASCII.
  void addAscii(const uint8_t* data, size_t size) {
    uint8_t* place = reserve(size + 1);
    if (open_ == Open::kAlone && isAsciiWordByte(data[0])) *place++ = ' ';
    std::memcpy(place, data, size);
    size_ = static_cast<size_t>(place - output_.data()) + size;
    open_ = isAsciiWordByte(data[size - 1]) ? Open::kWord : Open::kNone;
  }

  void addCharacter(WordClass wordClass, uint32_t codePoint, const uint8_t* data, size_t size) {
    static constexpr uint8_t kReplacement[] = {0xEF, 0xBF, 0xBD};
    if (codePoint == kReplacementCharacter) {
      data = kReplacement;
      size = sizeof kReplacement;
    }
    switch (wordClass) {
      case kIgnored:
        return;
      case kBlank:
        *reserve(1) = ' ';
        size_++;
        open_ = Open::kNone;
        return;
      case kExtend:
        append(data, size, false);
        if (open_ == Open::kNone) open_ = Open::kAlone;
        return;
      case kWord:
        append(data, size, open_ == Open::kAlone);
        open_ = Open::kWord;
        return;
      case kMark:
      case kSingle:
        append(data, size, open_ != Open::kNone);
        open_ = Open::kAlone;
        return;
    }
  }

 private:
  /// The token that the next character may go on with.
  enum class Open { kNone, kWord, kAlone };

  void append(const uint8_t* data, size_t size, bool isCutOff) {
    uint8_t* place = reserve(size + 1);
    if (isCutOff) *place++ = ' ';
    std::memcpy(place, data, size);
    size_ = static_cast<size_t>(place - output_.data()) + size;
  }

  uint8_t* reserve(size_t size) {
    if (output_.size() - size_ < size) output_.resize(std::max(output_.size() * 2, size_ + size));
    return output_.data() + size_;
  }

  std::vector<uint8_t>& output_;
  size_t size_ = 0;
  Open open_ = Open::kNone;
};

}  // namespace

size_t writeWordText(const uint8_t* data, size_t size, std::vector<uint8_t>& output) {
  WordTextWriter writer(output);
  for (size_t position = 0; position < size;) {
    const size_t asciiCount = countAscii(data + position, size - position);
    if (asciiCount > 0) writer.addAscii(data + position, asciiCount);
    position += asciiCount;
    while (position < size && data[position] >= 0x80) {
      const Utf8Character character = decodeNonAscii(data + position, size - position);
      writer.addCharacter(classifyForWords(character.codePoint), character.codePoint, data + position,
                          character.sizeBytes);
      position += character.sizeBytes;
    }
  }
  return writer.size();
}

}  // namespace codeshell
