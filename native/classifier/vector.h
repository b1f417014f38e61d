#pragma once

#include <cstddef>
#include <cstdint>

#include "base/processor.h"

/// The arithmetic of the classifier on rows of floats, whose length is a multiple of `kClassifierLanes`. Every
/// instruction set adds in the same order, so that all give the same bits.
namespace codeshell {

inline constexpr size_t kClassifierLanes = 16;

struct ClassifierVectorKernel {
  /// "baseline", which is what the architecture always has, or "avx2".
  const char* name;
  /// Adds the rows of `matrix` to `sum`.
  void (*sumRows)(const float* matrix, size_t length, const uint32_t* rows, size_t count, float* sum);
  /// Adds `addend` to each of the rows, as often as it occurs.
  void (*addToRows)(float* matrix, size_t length, const uint32_t* rows, size_t count, const float* addend);
  float (*dot)(const float* one, const float* other, size_t length);
  /// target += factor * source
  void (*addScaled)(float* target, float factor, const float* source, size_t length);
};

/// The kernels that this processor can run, slowest first.
struct ClassifierVectorKernels {
  ClassifierVectorKernel items[2];
  size_t count;
};
ClassifierVectorKernels supportedClassifierVectorKernels();

/// The fastest kernel for this processor.
const ClassifierVectorKernel& fastestClassifierVectorKernel();

ClassifierVectorKernel classifierVectorBaseline();
#if defined(CODESHELL_X86_64)
/// Needs AVX2.
ClassifierVectorKernel classifierVectorAvx2();
#endif

}  // namespace codeshell
