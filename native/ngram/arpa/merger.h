#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "base/files/file.h"
#include "base/records/record-sorter.h"
#include "ngram/levels.h"
#include "ngram/task.h"

namespace codeshell {

/// The n-grams of an ARPA file, sorted, by length from index 2: keys in suffix order with packed weights.
using SortedNgrams = std::array<std::unique_ptr<RecordSorter>, kMaxNgramOrder + 1>;

/// Merges the sorted n-grams of every length into the levels of a model, whose order, vocabulary and unigrams are there
/// already. An ending that is not listed although a longer n-gram has it becomes a blank; an n-gram that is listed
/// twice is an NgramError.
class ArpaMerger {
 public:
  /// `fileName` is for messages.
  ArpaMerger(std::string fileName, SortedNgrams sorted, NgramLevels& levels, const NgramTask& task);

  void merge(size_t memoryBytes, TemporaryFolder& folder);

 private:
  void descend(int length, const uint64_t* ending);
  bool findNext(int length, const uint64_t* ending, uint64_t* next) const;
  void advance(int length);
  [[noreturn]] void failTwice(int length, const uint64_t* record) const;

  std::string fileName_;
  SortedNgrams sorted_;
  NgramLevels& levels_;
  const NgramTask& task_;
  /// The next n-gram of each length; nullptr at its end.
  std::array<const uint64_t*, kMaxNgramOrder + 1> heads_{};
  uint64_t recordNumber_ = 0;
};

}  // namespace codeshell
