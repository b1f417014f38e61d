#pragma once

#include <cstddef>
#include <cstdint>

#include "base/processor.h"

/// The parts of MinHash that depend on the instruction set. All kernels compute the same numbers.
namespace codeshell {

/// A text on its way through a tokenizer, to which every byte but the ASCII characters outside `[A-Za-z0-9_]` belongs
/// to a word.
struct TokenScan {
  const uint8_t* data;
  size_t size;
  size_t position = 0;
  /// Of the token that the position is in or, to `hashWords`, of the word if there is one.
  size_t tokenStart = 0;
  bool isInWord = false;
  bool isFinished = false;
};

/// Least capacity for `hashTokens` and `hashWords`: the tokens that may end in one block of 64 bytes, and the last one.
inline constexpr size_t kMinTokenCapacity = 65;

/// Permutation arrays are padded to a multiple of this number.
inline constexpr size_t kPermutationBlock = 128;

struct MinHashKernel {
  /// Instruction set: "scalar", "avx2", "avx512" or "neon".
  const char* name;
  /// Writes the hashes of the next tokens, at most `capacity`; `scan.isFinished` says that they were the last. Each
  /// byte outside words ends a token, so that there are empty tokens between neighbours, and one token follows the
  /// last.
  size_t (*hashTokens)(TokenScan& scan, uint64_t* hashes, size_t capacity);
  /// The same for words, and for each byte outside words that is no blank (a control character or a space), which is a
  /// token by itself.
  size_t (*hashWords)(TokenScan& scan, uint64_t* hashes, size_t capacity);
  /// minima[p] = min(minima[p], multipliers[p] * value + addends[p] mod 2^32) for all values and `permutations`
  /// permutations, a multiple of `kPermutationBlock`.
  void (*permute)(const uint32_t* values, size_t valueCount, const uint32_t* multipliers, const uint32_t* addends,
                  uint32_t* minima, size_t permutations);
};

/// The kernels that this processor can run, slowest first; the scalar one is always there.
struct MinHashKernels {
  MinHashKernel items[3];
  size_t count;
};
MinHashKernels supportedMinHashKernels();

/// The fastest kernel for this processor.
const MinHashKernel& fastestMinHashKernel();

MinHashKernel minHashScalar();
#if defined(CODESHELL_X86_64)
/// Needs AVX2, BMI1 and POPCNT.
MinHashKernel minHashAvx2();
/// Needs AVX-512 F, BW, DQ and VL besides.
MinHashKernel minHashAvx512();
#elif defined(CODESHELL_ARM64)
MinHashKernel minHashNeon();
#endif

}  // namespace codeshell
