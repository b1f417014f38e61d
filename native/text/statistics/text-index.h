#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "text/statistics/blocks.h"

namespace codeshell {

/// The bit masks of one document, from which the other code statistics are read, and what a first pass over them
/// counts.
///
/// Made for one thread and reused for many documents: the memory of the largest one stays.
///
/// - A character is a Unicode scalar value; each maximal invalid part of the UTF-8 counts as one U+FFFD.
/// - A word character has the general category L or N. White space has the property White_Space.
class CodeTextIndex {
 public:
  explicit CodeTextIndex(ClassifyBlocks classify) : classify_(classify) {}

  /// Keeps `data` until the next call. `size` is at most `kMaxDocumentBytes`.
  void build(const uint8_t* data, size_t size);

  const uint8_t* data() const { return data_; }
  uint32_t size() const { return size_; }
  size_t blockCount() const { return blockCount_; }
  /// Bits at and after `size` are 0 in every mask.
  uint64_t newline(size_t block) const { return newline_[block]; }
  uint64_t word(size_t block) const { return word_[block]; }
  uint64_t space(size_t block) const { return space_[block]; }
  uint64_t quote(size_t block) const { return quote_[block]; }

  bool isAscii() const { return isAscii_; }
  /// Characters that start in the bytes from `start` to `end`.
  uint32_t countCharacters(uint32_t start, uint32_t end) const {
    return isAscii_ ? end - start : end - start - countContinuations(start, end);
  }
  /// The first byte from `start` that is not white space, or `end`.
  uint32_t skipSpace(uint32_t start, uint32_t end) const;
  /// The first byte from `start` that is white space, or `end`.
  uint32_t findSpace(uint32_t start, uint32_t end) const;
  /// The end of the last byte before `end` that is not white space, or `start`.
  uint32_t dropSpace(uint32_t start, uint32_t end) const;
  bool isSpace(uint32_t position) const { return (space_[position >> 6] >> (position & 63) & 1) != 0; }
  bool isWord(uint32_t position) const { return (word_[position >> 6] >> (position & 63) & 1) != 0; }

  uint32_t characterCount() const { return characterCount_; }
  uint32_t spaceCharacterCount() const { return spaceCharacterCount_; }
  uint32_t replacementCount() const { return replacementCount_; }
  /// ASCII digits.
  uint32_t digitCount() const { return digitCount_; }
  uint32_t longestDigitRun() const { return longestDigitRun_; }
  /// Runs of at least 64 bytes of base64 or line ends: the matches of `[a-zA-Z0-9+/\n=]{64,}`.
  uint32_t base64CharacterCount() const { return base64CharacterCount_; }
  uint32_t longestBase64Run() const { return longestBase64Run_; }
  /// Places of "assert" in any case, ascending.
  const std::vector<uint32_t>& assertPositions() const { return assertPositions_; }

 private:
  void consume(const BlockClasses& classes, size_t block);
  void consumeBase64(uint64_t mask);
  void consumeDigits(uint64_t mask, uint32_t count);
  void findAsserts(uint64_t letterS, size_t block);
  void endBase64Run();
  void resolveNonAscii();
  uint32_t countContinuations(uint32_t start, uint32_t end) const;

  ClassifyBlocks classify_;
  const uint8_t* data_ = nullptr;
  uint32_t size_ = 0;
  size_t blockCount_ = 0;
  bool isAscii_ = true;
  std::vector<uint64_t> newline_;
  std::vector<uint64_t> word_;
  std::vector<uint64_t> space_;
  std::vector<uint64_t> quote_;
  /// Bytes that continue a character.
  std::vector<uint64_t> continuation_;
  uint32_t characterCount_ = 0;
  uint32_t spaceCharacterCount_ = 0;
  uint32_t replacementCount_ = 0;
  uint32_t digitCount_ = 0;
  uint32_t longestDigitRun_ = 0;
  uint32_t base64CharacterCount_ = 0;
  uint32_t longestBase64Run_ = 0;
  std::vector<uint32_t> assertPositions_;
  /// Lengths of the runs that reach the end of the blocks so far.
  uint32_t openDigitRun_ = 0;
  uint32_t openBase64Run_ = 0;
  uint64_t endsWithLetterS_ = 0;
};

/// Positions are 32 bits wide, and one more must fit.
inline constexpr size_t kMaxDocumentBytes = 0xFFFFFFF0;

}  // namespace codeshell
