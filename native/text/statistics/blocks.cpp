#include "text/statistics/blocks.h"

namespace codeshell {

CodeStatisticsKernels supportedCodeStatisticsKernels() {
  CodeStatisticsKernels kernels{{{"scalar", classifyBlocksScalar}}, 1};
#if defined(CODESHELL_X86_64)
  const ProcessorFeatures features = detectProcessorFeatures();
  if (features.sse42) kernels.items[kernels.count++] = {"sse4.2", classifyBlocksSse42};
  if (features.avx2) kernels.items[kernels.count++] = {"avx2", classifyBlocksAvx2};
#elif defined(CODESHELL_ARM64)
  kernels.items[kernels.count++] = {"neon", classifyBlocksNeon};
#endif
  return kernels;
}

CodeStatisticsKernel fastestCodeStatisticsKernel() {
  static const CodeStatisticsKernel kernel = [] {
    const CodeStatisticsKernels kernels = supportedCodeStatisticsKernels();
    return kernels.items[kernels.count - 1];
  }();
  return kernel;
}

}  // namespace codeshell
