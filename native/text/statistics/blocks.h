#pragma once

#include <cstddef>
#include <cstdint>

#include "base/processor.h"

/// The first step of the code statistics: which of 64 bytes belong to which class of ASCII characters, as bit masks in
/// which bit i tells of byte i.
namespace codeshell {

struct BlockClasses {
  uint64_t nonAscii;
  uint64_t newline;
  uint64_t letter;
  uint64_t digit;
  /// Bytes 9 to 13 and 32.
  uint64_t space;
  /// Double and single quote, backtick and backslash.
  uint64_t quote;
  /// `+`, `/` and `=`: what base64 has besides letters and digits.
  uint64_t base64Sign;
  /// `s` and `S`; two in a row are the rarest part of "assert".
  uint64_t letterS;
  uint32_t digitCount;
  uint32_t spaceCount;
};

inline constexpr size_t kClassBlockBytes = 64;

/// Classifies `count` whole blocks.
using ClassifyBlocks = void (*)(const uint8_t* data, size_t count, BlockClasses* classes);

struct CodeStatisticsKernel {
  /// Instruction set: "scalar", "sse4.2", "avx2" or "neon".
  const char* name;
  ClassifyBlocks classify;
};

/// The kernels that this processor can run, slowest first; the scalar one is always there.
struct CodeStatisticsKernels {
  CodeStatisticsKernel items[3];
  size_t count;
};
CodeStatisticsKernels supportedCodeStatisticsKernels();

/// The fastest kernel for this processor.
CodeStatisticsKernel fastestCodeStatisticsKernel();

void classifyBlocksScalar(const uint8_t* data, size_t count, BlockClasses* classes);

#if defined(CODESHELL_X86_64)
/// Needs SSE4.2 and POPCNT.
void classifyBlocksSse42(const uint8_t* data, size_t count, BlockClasses* classes);
/// Needs AVX2, BMI1 and POPCNT.
void classifyBlocksAvx2(const uint8_t* data, size_t count, BlockClasses* classes);
#elif defined(CODESHELL_ARM64)
void classifyBlocksNeon(const uint8_t* data, size_t count, BlockClasses* classes);
#endif

}  // namespace codeshell
