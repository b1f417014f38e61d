#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "text/data-juicer/ngram-counts.h"
#include "text/data-juicer/words.h"

namespace codeshell {

/// Columns of one row, in the order that `native/text/measure-data-juicer-repetition.ts` publishes and defines.
inline constexpr size_t kDataJuicerColumnCount = 3;

/// So that the numbers of n-grams fit into 32 bits.
inline constexpr size_t kMaxDataJuicerDocumentBytes = 0xFFFFFFF0;

inline constexpr uint32_t kMaxDataJuicerLength = 100;

/// What the filters `character_repetition_filter`, `word_repetition_filter` and `words_num_filter` of Data-Juicer 1.6.1
/// compute without a tokenizer.
///
/// Keeps the memory that its largest document took, up to 60 bytes for each character. For one thread at a time.
class DataJuicerRepetition {
 public:
  /// `length`: how many characters, and how many words, make an n-gram; 1 to `kMaxDataJuicerLength`.
  explicit DataJuicerRepetition(uint32_t length) : length_(length) {}

  /// Writes `kDataJuicerColumnCount` numbers. `size` is at most `kMaxDataJuicerDocumentBytes`.
  void measure(const uint8_t* data, size_t size, double* row);

 private:
  uint32_t length_;
  std::vector<uint32_t> codePoints_;
  DataJuicerWords words_;
  NgramCounts counts_;
};

}  // namespace codeshell
