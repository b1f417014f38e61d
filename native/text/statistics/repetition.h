#pragma once

#include <cstdint>
#include <vector>

#include "text/statistics/table.h"
#include "text/statistics/words.h"

namespace codeshell {

/// Shares of repeated word n-grams in one document, in characters of words; reused for many documents on one thread.
///
/// As in RedPajama-Data-v2 and OpenCoder, after Rae et al. 2021 ("Scaling Language Models: Methods, Analysis & Insights
/// from Training Gopher", section A.1): the top n-gram counts all its occurrences, overlapping ones too, so that its
/// share can pass 1; words covered by any n-gram that occurs at least twice count once. Both are 0 where no n-gram
/// occurs twice.
///
/// An n-gram can occur twice only where the (n-1)-grams at its place and at the next place do. So each length looks
/// only at the places that the length before left over, and takes an n-gram for a pair: the first place of its first
/// n-1 words, and its last word.
class RepetitionCounter {
 public:
  static constexpr uint32_t kMinTop = 2;
  static constexpr uint32_t kMaxTop = 4;
  static constexpr uint32_t kMinDuplicate = 5;
  static constexpr uint32_t kMaxDuplicate = 10;

  void measure(const WordList& words);

  /// Characters of the most frequent n-gram times its occurrences; of the equally frequent ones the first counts.
  uint64_t topCharacterCount(uint32_t n) const { return topCharacterCounts_[n - kMinTop]; }
  uint64_t duplicateCharacterCount(uint32_t n) const { return duplicateCharacterCounts_[n - kMinDuplicate]; }

 private:
  /// Find the first place and the count of the word or n-gram of every place.
  void countWords(const WordList& words);
  void countNgrams(const WordList& words, uint32_t n);
  /// Leaves the places where an n-gram of n+1 words may occur more than once. Returns the characters of the top n-gram
  /// or those that repeated n-grams cover, if asked for.
  template <bool kFindsTop, bool kFindsCovered>
  uint64_t takeRepeated(const WordList& words, uint32_t n);

  /// Places (numbers of words) whose n-gram may occur more than once, ascending.
  std::vector<uint32_t> places_;
  size_t placeCount_ = 0;
  /// By place: the first place of the same (n-1)-gram, and of the same n-gram.
  std::vector<uint32_t> shorter_;
  std::vector<uint32_t> current_;
  /// Places whose n-gram goes on otherwise than the first one with the same n-1 words.
  std::vector<uint32_t> others_;
  /// By first place: how often the n-gram occurs.
  std::vector<uint32_t> counts_;
  FirstOccurrenceTable table_;
  uint64_t topCharacterCounts_[kMaxTop - kMinTop + 1] = {};
  uint64_t duplicateCharacterCounts_[kMaxDuplicate - kMinDuplicate + 1] = {};
};

}  // namespace codeshell
