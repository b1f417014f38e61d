#pragma once

#include <cstddef>
#include <cstdint>

#include "text/statistics/blocks.h"
#include "text/statistics/compression.h"
#include "text/statistics/lines.h"
#include "text/statistics/repetition.h"
#include "text/statistics/strings.h"
#include "text/statistics/text-index.h"
#include "text/statistics/words.h"

namespace codeshell {

/// Columns of one row, in the order that `native/text/measure-code.ts` publishes and defines.
inline constexpr size_t kCodeColumnCount = 42;

/// The statistics of a document that public code pipelines filter by, besides those of measures/measure-text.h.
///
/// Keeps the memory that its largest document took, about 6 bytes for each byte of text. For one thread at a time.
class CodeStatistics {
 public:
  explicit CodeStatistics(ClassifyBlocks classify) : text_(classify) {}

  /// Writes `kCodeColumnCount` numbers; all are 0 for an empty document. `size` is at most `kMaxDocumentBytes`.
  void measure(const uint8_t* data, size_t size, double* row);

 private:
  double* writeCharacters(double* cell) const;
  double* writeLines(double* cell) const;
  double* writeWords(double* cell) const;
  double* writeEncoded(double* cell) const;
  double* writeStrings(double* cell) const;

  CodeTextIndex text_;
  LineStatistics lines_;
  WordList words_;
  RepetitionCounter repetition_;
  StringStatistics strings_;
  CompressionEstimator compression_;
};

}  // namespace codeshell
