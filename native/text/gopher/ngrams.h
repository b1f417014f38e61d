#pragma once

#include <cstdint>
#include <vector>

#include "text/gopher/words.h"
#include "text/statistics/table.h"

namespace codeshell {

/// Characters of repeated word n-grams as datatrove 0.10.1 counts them; reused for many documents on one thread.
class GopherNgrams {
 public:
  static constexpr uint32_t kMinTop = 2;
  static constexpr uint32_t kMaxTop = 4;
  static constexpr uint32_t kMinDuplicate = 5;
  static constexpr uint32_t kMaxDuplicate = 10;

  void measure(const GopherWords& words);

  /// Characters of the most frequent n-gram, with a blank between its words, times its occurrences, even if that is
  /// one; of the equally frequent ones the first counts. 0 where there are less than n words.
  uint64_t topCharacterCount(uint32_t n) const { return top_[n - kMinTop]; }
  /// Characters of n-grams whose text, without blanks, came before, from the first to the last word: an n-gram that
  /// came before is counted and passed over whole, another one is noted and its first word passed over.
  uint64_t duplicateCharacterCount(uint32_t n) const { return duplicate_[n - kMinDuplicate]; }

 private:
  uint64_t measureTop(const GopherWords& words, uint32_t n);
  uint64_t measureDuplicate(const GopherWords& words, uint32_t n);

  /// By place: the n-gram that begins there.
  std::vector<uint64_t> keys_;
  /// By first place: how often the n-gram occurs; 0 at its other places.
  std::vector<uint32_t> counts_;
  FirstOccurrenceTable table_;
  uint64_t top_[kMaxTop - kMinTop + 1] = {};
  uint64_t duplicate_[kMaxDuplicate - kMinDuplicate + 1] = {};
};

}  // namespace codeshell
