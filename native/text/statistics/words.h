#pragma once

#include <cstdint>
#include <vector>

#include "text/statistics/table.h"
#include "text/statistics/text-index.h"

namespace codeshell {

/// The words of one document, numbered from 1: maximal runs of letters and numbers. Reused for many documents on one
/// thread.
///
/// Two words are equal if they are the same after A to Z are lower-cased. Words of at most 8 bytes are compared
/// exactly, longer ones by a 64-bit hash.
class WordList {
 public:
  void read(const CodeTextIndex& text);

  uint32_t count() const { return count_; }
  uint32_t start(uint32_t word) const { return edges_[word * 2 - 2]; }
  uint32_t end(uint32_t word) const { return edges_[word * 2 - 1]; }
  /// By word: the first word that is equal to it, as its identity. The entry 0 is no word.
  const uint32_t* firstSame() const { return firstSame_.data(); }
  /// By word: the characters of all words before it; one entry more gives those of all words.
  const uint32_t* charactersBefore() const { return charactersBefore_.data(); }
  uint32_t characterCount() const { return charactersBefore_[count_ + 1]; }
  uint32_t uniqueCount() const { return uniqueCount_; }
  /// How many words start in the bytes from `start` to `end`.
  uint32_t countStarts(uint32_t start, uint32_t end) const;

  /// Matches of `(?:\b(?:0x|\\x)?[0-9a-fA-F]{2}(?:,|\b\s*)){8,}`, where `\b` goes by letters, numbers and "_" and `\s`
  /// is ASCII white space.
  uint32_t hexCharacterCount() const { return hexCharacterCount_; }
  uint32_t longestHexRun() const { return longestHexRun_; }
  /// Characters of the matches of `\b0[xX][0-9a-fA-F]+\b`.
  uint32_t hexWordCharacterCount() const { return hexWordCharacterCount_; }
  /// Places of the words "todo" and "fixme", and of the last word of "your code here", whose words
  /// only white space parts, ascending.
  const std::vector<uint32_t>& todoPositions() const { return todoPositions_; }

 private:
  void readEdges(const CodeTextIndex& text);
  void findTodo(const CodeTextIndex& text, uint32_t word);
  void readHex(const CodeTextIndex& text, uint32_t word);
  void readHexWord(const CodeTextIndex& text, uint32_t start, uint32_t end);
  void readHexPair(const CodeTextIndex& text, uint32_t start, uint32_t end);
  void endHexRun();

  /// Start and end of each word, in bytes, one after the other.
  std::vector<uint32_t> edges_;
  size_t edgeCount_ = 0;
  uint32_t count_ = 0;
  std::vector<uint64_t> keys_;
  std::vector<uint32_t> firstSame_;
  std::vector<uint32_t> charactersBefore_;
  FirstOccurrenceTable table_;
  uint32_t uniqueCount_ = 0;
  std::vector<uint32_t> todoPositions_;
  uint32_t hexWordCharacterCount_ = 0;
  uint32_t hexCharacterCount_ = 0;
  uint32_t longestHexRun_ = 0;
  /// The pairs that follow each other without a gap up to now.
  uint32_t hexRunStart_ = 0;
  uint32_t hexRunEnd_ = 0;
  uint32_t hexPairCount_ = 0;
};

}  // namespace codeshell
