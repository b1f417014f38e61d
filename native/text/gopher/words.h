#pragma once

#include <cstdint>
#include <vector>

#include "text/statistics/text-index.h"

namespace codeshell {

/// The words of one document for the repetition signals of datatrove, numbered from 1: maximal runs of letters,
/// numbers and "_", and maximal runs of all else that is not white space. Reused for many documents on one thread.
///
/// Words are known by polynomials over their bytes, in 64 bits, so that those of words that follow each other make up
/// that of their text: `polynomial(first) * power(second) + polynomial(second)`. Two texts are taken for equal if their
/// polynomials are, which is 2^-64 likely by chance.
class GopherWords {
 public:
  void read(const CodeTextIndex& text);

  uint32_t count() const { return count_; }
  uint64_t polynomial(uint32_t word) const { return words_[word].polynomial; }
  /// The base of the polynomial to the power of the word's size.
  uint64_t power(uint32_t word) const { return words_[word].power; }
  /// Characters of `count` words from `first` on.
  uint32_t countCharacters(uint32_t first, uint32_t count) const {
    return charactersBefore_[first + count] - charactersBefore_[first];
  }

 private:
  struct Word {
    uint64_t polynomial;
    uint64_t power;
  };

  void add(const CodeTextIndex& text, uint32_t start, uint32_t end);

  uint32_t count_ = 0;
  /// The entry 0 is no word.
  std::vector<Word> words_;
  /// By word: the characters of all words before it; one entry more gives those of all words.
  std::vector<uint32_t> charactersBefore_;
};

}  // namespace codeshell
