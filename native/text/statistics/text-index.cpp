#include "text/statistics/text-index.h"

#include <algorithm>
#include <cstring>

#include "base/bit-scan.h"
#include "text/utf8-character.h"

namespace codeshell {
namespace {

constexpr size_t kChunkBlocks = 32;
constexpr uint32_t kMinBase64Run = 64;

uint64_t bitsFrom(uint32_t index) { return ~uint64_t{0} << index; }
uint64_t bitsBelow(uint32_t index) { return index == 0 ? 0 : ~uint64_t{0} >> (64 - index); }

/// Whether `mask` has `length` neighbouring ones, 1 to 64.
bool hasRun(uint64_t mask, uint32_t length) {
  uint32_t reached = 1;
  while (reached * 2 <= length && mask != 0) {
    mask &= mask >> reached;
    reached *= 2;
  }
  return (mask & mask >> (length - reached)) != 0;
}

bool isWhiteSpace(uint32_t codePoint) {
  return codePoint == 0x85 || codePoint == 0xA0 || codePoint == 0x1680 ||
         (codePoint >= 0x2000 && codePoint <= 0x200A) || codePoint == 0x2028 || codePoint == 0x2029 ||
         codePoint == 0x202F || codePoint == 0x205F || codePoint == 0x3000;
}

void setBits(std::vector<uint64_t>& mask, uint32_t start, uint32_t count) {
  for (uint32_t position = start; position < start + count; position++) {
    mask[position >> 6] |= uint64_t{1} << (position & 63);
  }
}

void growTo(std::vector<uint64_t>& mask, size_t count) {
  if (mask.size() < count) mask.resize(count);
}

}  // namespace

void CodeTextIndex::build(const uint8_t* data, size_t size) {
  data_ = data;
  size_ = static_cast<uint32_t>(size);
  blockCount_ = (size + kClassBlockBytes - 1) / kClassBlockBytes;
  for (std::vector<uint64_t>* mask : {&newline_, &word_, &space_, &quote_, &continuation_}) growTo(*mask, blockCount_);
  isAscii_ = true;
  spaceCharacterCount_ = replacementCount_ = digitCount_ = longestDigitRun_ = 0;
  base64CharacterCount_ = longestBase64Run_ = openDigitRun_ = openBase64Run_ = 0;
  endsWithLetterS_ = 0;
  assertPositions_.clear();

  BlockClasses classes[kChunkBlocks];
  const size_t wholeBlocks = size / kClassBlockBytes;
  for (size_t first = 0; first < wholeBlocks; first += kChunkBlocks) {
    const size_t count = std::min(kChunkBlocks, wholeBlocks - first);
    classify_(data + first * kClassBlockBytes, count, classes);
    for (size_t index = 0; index < count; index++) consume(classes[index], first + index);
  }
  if (wholeBlocks < blockCount_) {
    // Zeros are in no class, so they need no clearing.
    uint8_t padded[kClassBlockBytes] = {};
    memcpy(padded, data + wholeBlocks * kClassBlockBytes, size - wholeBlocks * kClassBlockBytes);
    classify_(padded, 1, classes);
    consume(classes[0], wholeBlocks);
  }
  longestDigitRun_ = std::max(longestDigitRun_, openDigitRun_);
  endBase64Run();
  if (!isAscii_) resolveNonAscii();
  characterCount_ = countCharacters(0, size_);
}

void CodeTextIndex::consume(const BlockClasses& classes, size_t block) {
  newline_[block] = classes.newline;
  word_[block] = classes.letter | classes.digit;
  space_[block] = classes.space;
  quote_[block] = classes.quote;
  continuation_[block] = classes.nonAscii;
  if (classes.nonAscii != 0) isAscii_ = false;
  digitCount_ += classes.digitCount;
  spaceCharacterCount_ += classes.spaceCount;
  consumeDigits(classes.digit, classes.digitCount);
  consumeBase64(classes.letter | classes.digit | classes.base64Sign | classes.newline);
  const uint64_t pairs = classes.letterS & (classes.letterS << 1 | endsWithLetterS_);
  endsWithLetterS_ = classes.letterS >> 63;
  if (pairs != 0) findAsserts(pairs, block);
}

/// A run of 64 that neither starts nor ends with the block does not fit into it, so only its two ends matter.
void CodeTextIndex::consumeBase64(uint64_t mask) {
  if (mask == ~uint64_t{0}) {
    openBase64Run_ += 64;
    return;
  }
  openBase64Run_ += trailingZeros(~mask);
  endBase64Run();
  openBase64Run_ = 63 - highestBit(~mask);
}

void CodeTextIndex::endBase64Run() {
  if (openBase64Run_ >= kMinBase64Run) {
    base64CharacterCount_ += openBase64Run_;
    longestBase64Run_ = std::max(longestBase64Run_, openBase64Run_);
  }
  openBase64Run_ = 0;
}

void CodeTextIndex::consumeDigits(uint64_t mask, uint32_t count) {
  if (mask == ~uint64_t{0}) {
    openDigitRun_ += 64;
    return;
  }
  longestDigitRun_ = std::max(longestDigitRun_, openDigitRun_ + trailingZeros(~mask));
  openDigitRun_ = 63 - highestBit(~mask);
  while (longestDigitRun_ < count && hasRun(mask, longestDigitRun_ + 1)) longestDigitRun_++;
}

/// `pairs` has the second s of every "ss".
void CodeTextIndex::findAsserts(uint64_t pairs, size_t block) {
  for (; pairs != 0; pairs &= pairs - 1) {
    const uint32_t position = static_cast<uint32_t>(block * kClassBlockBytes) + trailingZeros(pairs);
    if (position < 2 || position + 3 >= size_) continue;
    const auto is = [&](uint32_t place, char letter) { return (data_[place] | 0x20) == letter; };
    if (is(position - 2, 'a') && is(position + 1, 'e') && is(position + 2, 'r') && is(position + 3, 't')) {
      assertPositions_.push_back(position - 2);
    }
  }
}

/// Adds the other characters to the masks, which have only the ASCII ones so far.
void CodeTextIndex::resolveNonAscii() {
  const uint8_t* classes = packedCharacterClasses();
  uint32_t decodedEnd = 0;
  for (size_t block = 0; block < blockCount_; block++) {
    const uint32_t blockStart = static_cast<uint32_t>(block * kClassBlockBytes);
    uint64_t pending = continuation_[block];
    if (decodedEnd > blockStart) pending &= bitsFrom(std::min<uint32_t>(decodedEnd - blockStart, 63));
    while (pending != 0) {
      const uint32_t index = trailingZeros(pending);
      const uint32_t position = blockStart + index;
      const Utf8Character character = decodeNonAscii(data_ + position, size_ - position);
      continuation_[block] &= ~(uint64_t{1} << index);
      if (lookUpClass(classes, character.codePoint) != kOther) {
        setBits(word_, position, character.sizeBytes);
      } else if (isWhiteSpace(character.codePoint)) {
        setBits(space_, position, character.sizeBytes);
        spaceCharacterCount_++;
      } else if (character.codePoint == kReplacementCharacter) {
        replacementCount_++;
      }
      decodedEnd = position + character.sizeBytes;
      const uint32_t nextIndex = index + character.sizeBytes;
      pending = nextIndex < 64 ? pending & bitsFrom(nextIndex) : 0;
    }
  }
}

uint32_t CodeTextIndex::countContinuations(uint32_t start, uint32_t end) const {
  if (start >= end) return 0;
  const uint32_t first = start >> 6;
  const uint32_t last = (end - 1) >> 6;
  uint64_t count = 0;
  for (uint32_t block = first; block <= last; block++) {
    uint64_t mask = continuation_[block];
    // As in most blocks of most texts.
    if (mask == 0) continue;
    if (block == first) mask &= bitsFrom(start & 63);
    if (block == last) mask &= bitsBelow(((end - 1) & 63) + 1);
    count += countOnesPortably(mask);
  }
  return static_cast<uint32_t>(count);
}

uint32_t CodeTextIndex::skipSpace(uint32_t start, uint32_t end) const {
  if (start >= end) return end;
  uint32_t block = start >> 6;
  uint64_t others = ~space_[block] & bitsFrom(start & 63);
  const uint32_t last = (end - 1) >> 6;
  while (others == 0 && block < last) others = ~space_[++block];
  return others == 0 ? end : std::min(end, (block << 6) + trailingZeros(others));
}

uint32_t CodeTextIndex::findSpace(uint32_t start, uint32_t end) const {
  if (start >= end) return end;
  uint32_t block = start >> 6;
  uint64_t spaces = space_[block] & bitsFrom(start & 63);
  const uint32_t last = (end - 1) >> 6;
  while (spaces == 0 && block < last) spaces = space_[++block];
  return spaces == 0 ? end : std::min(end, (block << 6) + trailingZeros(spaces));
}

uint32_t CodeTextIndex::dropSpace(uint32_t start, uint32_t end) const {
  if (start >= end) return start;
  uint32_t block = (end - 1) >> 6;
  uint64_t others = ~space_[block] & bitsBelow(((end - 1) & 63) + 1);
  const uint32_t first = start >> 6;
  while (others == 0 && block > first) others = ~space_[--block];
  return others == 0 ? start : std::max(start, (block << 6) + highestBit(others) + 1);
}

}  // namespace codeshell
