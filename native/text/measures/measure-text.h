#pragma once

#include <cstddef>
#include <cstdint>

/// Line and character statistics of one document.
///
/// Definitions, the same as those of the TypeScript reference in test/native:
/// - A character is a Unicode scalar value of the UTF-8 text; each maximal invalid part counts as one U+FFFD, as the
/// WHATWG
///   TextDecoder replaces it. A byte order mark is a character.
/// - A line ends at "\n"; one "\r" right before that "\n" does not belong to the line's length. Text after the last
/// "\n" is
///   a line only if it is not empty. Line lengths are in characters.
/// - A letter has the general category L, a number the category N (Unicode version: see unicode-ranges.inc).
namespace codeshell {

struct TextMeasures {
  uint64_t sizeBytes = 0;
  uint64_t characterCount = 0;
  uint64_t lineCount = 0;
  /// Sum of all line lengths.
  uint64_t lineCharacterCount = 0;
  uint64_t maxLineLength = 0;
  uint64_t letterCount = 0;
  uint64_t numberCount = 0;
};

/// Measures `size` bytes at `data`; reads no byte outside them. Thread-safe.
using MeasureText = TextMeasures (*)(const uint8_t* data, size_t size);

struct MeasureTextKernel {
  /// Instruction set: "scalar", "sse4.2", "avx2" or "neon".
  const char* name;
  MeasureText measure;
};

/// The kernels that this processor can run, slowest first; the scalar one is always there.
struct MeasureTextKernels {
  MeasureTextKernel items[3];
  size_t count;
};
MeasureTextKernels supportedMeasureTextKernels();

/// The fastest kernel for this processor.
MeasureTextKernel fastestMeasureTextKernel();

/// Columns of one row of results, in the order that `native/index.ts` publishes.
inline constexpr size_t kMeasureColumnCount = 6;

/// Writes `kMeasureColumnCount` numbers: size in bytes, line count, mean and maximal line length, alphabetic and
/// alphanumeric fraction of all characters. Means and fractions of nothing are 0.
void writeMeasureRow(const TextMeasures& measures, double* row);

}  // namespace codeshell
