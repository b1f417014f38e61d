#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "text/gopher/ngrams.h"
#include "text/gopher/pieces.h"
#include "text/gopher/words.h"
#include "text/statistics/blocks.h"
#include "text/statistics/text-index.h"

namespace codeshell {

/// Columns of one row, in the order that `native/text/measure-gopher-repetition.ts` publishes and defines.
inline constexpr size_t kGopherColumnCount = 13;

/// Invalid bytes are replaced by U+FFFD, which takes three.
inline constexpr size_t kMaxGopherDocumentBytes = kMaxDocumentBytes / 3;

/// The repetition signals of datatrove 0.10.1 (`GopherRepetitionFilter`), after Rae et al. 2021, table A1.
///
/// Keeps the memory that its largest document took, about 40 bytes for each word. For one thread at a time.
class GopherRepetition {
 public:
  explicit GopherRepetition(ClassifyBlocks classify) : text_(classify) {}

  /// Writes `kGopherColumnCount` numbers; all are 0 for an empty document. `size` is at most `kMaxGopherDocumentBytes`.
  void measure(const uint8_t* data, size_t size, double* row);

 private:
  double* writePieces(double* cell);
  double* writeNgrams(double* cell) const;

  CodeTextIndex text_;
  /// The text with U+FFFD in place of its invalid parts, where there are any.
  std::vector<uint8_t> repaired_;
  GopherPieces lines_;
  GopherPieces paragraphs_;
  GopherWords words_;
  GopherNgrams ngrams_;
};

}  // namespace codeshell
