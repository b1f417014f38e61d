#include "duplicates/minhash/kernels.h"

namespace codeshell {

MinHashKernels supportedMinHashKernels() {
  MinHashKernels kernels{{minHashScalar()}, 1};
#if defined(CODESHELL_X86_64)
  const ProcessorFeatures features = detectProcessorFeatures();
  if (features.avx2) kernels.items[kernels.count++] = minHashAvx2();
  if (features.avx512) kernels.items[kernels.count++] = minHashAvx512();
#elif defined(CODESHELL_ARM64)
  kernels.items[kernels.count++] = minHashNeon();
#endif
  return kernels;
}

const MinHashKernel& fastestMinHashKernel() {
  static const MinHashKernel kernel = [] {
    const MinHashKernels kernels = supportedMinHashKernels();
    return kernels.items[kernels.count - 1];
  }();
  return kernel;
}

}  // namespace codeshell
