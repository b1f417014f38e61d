#pragma once

#include <cstdint>
#include <vector>

#include "text/statistics/table.h"
#include "text/statistics/text-index.h"

namespace codeshell {

/// Line lengths and repeated lines of one document. Reused for many documents on one thread.
///
/// A line ends at "\n"; one "\r" right before that "\n" does not belong to its length. Text after the last "\n" is a
/// line if it is not empty. Lengths are in characters.
class LineStatistics {
 public:
  void measure(const CodeTextIndex& text);

  uint32_t lineCount() const { return static_cast<uint32_t>(starts_.size()); }
  /// Nearest-rank percentile of the line lengths: the smallest length that at least `percent` % of the lines do not
  /// exceed; 0 without lines. `percent` is 1 to 100.
  uint32_t lengthPercentile(uint32_t percent) const;
  /// Lines of nothing but white space.
  uint32_t blankCount() const { return blankCount_; }
  /// Lines, without white space at both ends, that occur more than once in the document; all occurrences count. A line
  /// of one character and the line "}," never count, because code repeats them by its form.
  uint32_t duplicateCount() const { return duplicateCount_; }
  uint64_t duplicateCharacterCount() const { return duplicateCharacterCount_; }
  /// Characters of all lines, without white space at both ends of the lines.
  uint64_t trimmedCharacterCount() const { return trimmedCharacterCount_; }
  /// Index of the line that holds the byte at `position`.
  uint32_t lineAt(uint32_t position) const;
  /// How many different lines hold the positions, which ascend.
  uint32_t countLinesOf(const std::vector<uint32_t>& positions) const;

 private:
  static constexpr uint32_t kShortLength = 1024;

  void addLength(uint32_t length);
  void addTrimmed(const CodeTextIndex& text, uint32_t line, uint32_t end);

  struct Line {
    uint64_t hash;
    bool isRepeated;
  };

  std::vector<uint32_t> starts_;
  /// How many lines have each length below `kShortLength`; the others, ascending.
  std::vector<uint32_t> shortLengthCounts_ = std::vector<uint32_t>(kShortLength);
  std::vector<uint32_t> longLengths_;
  std::vector<Line> lines_;
  FirstOccurrenceTable table_;
  uint32_t blankCount_ = 0;
  uint32_t duplicateCount_ = 0;
  uint64_t duplicateCharacterCount_ = 0;
  uint64_t trimmedCharacterCount_ = 0;
};

}  // namespace codeshell
