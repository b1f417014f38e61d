#pragma once

#if defined(__x86_64__) || (defined(_M_X64) && !defined(_M_ARM64EC))
#define CODESHELL_X86_64 1
#elif defined(__aarch64__) || defined(_M_ARM64)
#define CODESHELL_ARM64 1
#endif

namespace codeshell {

/// Instruction sets that kernels choose from at run time; all false on other architectures than x86-64.
struct ProcessorFeatures {
  /// SSE4.2 and POPCNT.
  bool sse42 = false;
  /// AVX2, BMI1 and POPCNT, and an operating system that saves the wide registers.
  bool avx2 = false;
  /// AVX-512 F, BW, DQ and VL on top of AVX2, and an operating system that saves their registers.
  bool avx512 = false;
};

ProcessorFeatures detectProcessorFeatures();

}  // namespace codeshell
