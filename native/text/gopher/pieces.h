#pragma once

#include <cstdint>
#include <vector>

#include "text/statistics/table.h"
#include "text/statistics/text-index.h"

namespace codeshell {

/// Lines or paragraphs of one document that came before, as datatrove 0.10.1 counts them; reused for many documents on
/// one thread. The first occurrence does not count, and pieces are compared as they are.
class GopherPieces {
 public:
  /// The pieces between runs of at least `leastNewlines` line feeds in the bytes from `start` to `end`. Before a run at
  /// the start and after one at the end there is an empty one.
  void measure(const CodeTextIndex& text, uint32_t start, uint32_t end, uint32_t leastNewlines);

  /// At least 1.
  uint32_t count() const { return static_cast<uint32_t>(pieces_.size()); }
  uint32_t duplicateCount() const { return duplicateCount_; }
  uint64_t duplicateCharacterCount() const { return duplicateCharacterCount_; }

 private:
  struct Piece {
    uint64_t hash;
    uint32_t characterCount;
  };

  std::vector<Piece> pieces_;
  FirstOccurrenceTable table_;
  uint32_t duplicateCount_ = 0;
  uint64_t duplicateCharacterCount_ = 0;
};

}  // namespace codeshell
