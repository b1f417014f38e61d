#include "text/gopher/words.h"

#include <algorithm>
#include <cstring>

#include "base/bit-scan.h"
#include "base/mix-bits.h"

namespace codeshell {
namespace {

constexpr uint64_t kBase = 0xD6E8FEB86659FD93u;

constexpr uint64_t repeatByte(uint8_t byte) { return byte * uint64_t{0x0101010101010101}; }

/// Which of the 64 bytes from `start` on are "_".
uint64_t findUnderscores(const CodeTextIndex& text, uint32_t start) {
  uint8_t bytes[kClassBlockBytes] = {};
  memcpy(bytes, text.data() + start, std::min<size_t>(kClassBlockBytes, text.size() - start));
  uint64_t mask = 0;
  for (uint32_t index = 0; index < kClassBlockBytes; index += 8) {
    const uint64_t difference = loadWord(bytes + index) ^ repeatByte('_');
    // The high bit of a byte is set where it is zero; the addition cannot carry into the next one.
    const uint64_t isSame = ~(((difference & repeatByte(0x7F)) + repeatByte(0x7F)) | difference) & repeatByte(0x80);
    // Brings bit 0 of byte i to bit i of the highest byte.
    mask |= ((isSame >> 7) * 0x0102040810204080u >> 56) << index;
  }
  return mask;
}

/// Calls `take(position)` where a run of letters, numbers and "_", of white space or of anything else begins, but for
/// white space at the start.
template <typename Take>
void forEachRun(const CodeTextIndex& text, Take take) {
  uint64_t endsInWord = 0;
  uint64_t endsInSpace = 1;
  for (size_t block = 0; block < text.blockCount(); block++) {
    const uint32_t blockStart = static_cast<uint32_t>(block * kClassBlockBytes);
    const uint64_t word = text.word(block) | findUnderscores(text, blockStart);
    const uint64_t space = text.space(block);
    uint64_t edges = (word ^ (word << 1 | endsInWord)) | (space ^ (space << 1 | endsInSpace));
    const uint32_t left = text.size() - blockStart;
    // What follows the text is in no class, which is no run.
    if (left < kClassBlockBytes) edges &= ~(~uint64_t{0} << left);
    for (; edges != 0; edges &= edges - 1) take(blockStart + trailingZeros(edges));
    endsInWord = word >> 63;
    endsInSpace = space >> 63;
  }
}

}  // namespace

void GopherWords::read(const CodeTextIndex& text) {
  size_t runCount = 0;
  forEachRun(text, [&](uint32_t) { runCount++; });
  if (words_.size() < runCount + 2) {
    words_.resize(runCount + 2);
    charactersBefore_.resize(runCount + 2);
  }
  count_ = 0;
  charactersBefore_[1] = 0;
  bool isInWord = false;
  uint32_t start = 0;
  forEachRun(text, [&](uint32_t position) {
    if (isInWord) add(text, start, position);
    isInWord = !text.isSpace(position);
    start = position;
  });
  if (isInWord) add(text, start, text.size());
}

void GopherWords::add(const CodeTextIndex& text, uint32_t start, uint32_t end) {
  const uint8_t* data = text.data();
  Word word{0, 1};
  for (uint32_t position = start; position < end; position++) {
    // One more, so that a NUL counts.
    word.polynomial = word.polynomial * kBase + data[position] + 1;
    word.power *= kBase;
  }
  words_[++count_] = word;
  charactersBefore_[count_ + 1] = charactersBefore_[count_] + text.countCharacters(start, end);
}

}  // namespace codeshell
