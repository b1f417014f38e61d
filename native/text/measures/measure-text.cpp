#include "text/measures/measure-text.h"

#include "base/processor.h"
#include "text/measures/kernels.h"

namespace codeshell {

MeasureTextKernels supportedMeasureTextKernels() {
  MeasureTextKernels kernels{{{"scalar", measureTextScalar}}, 1};
#if defined(CODESHELL_X86_64)
  const ProcessorFeatures features = detectProcessorFeatures();
  if (features.sse42) kernels.items[kernels.count++] = {"sse4.2", measureTextSse42};
  if (features.avx2) kernels.items[kernels.count++] = {"avx2", measureTextAvx2};
#elif defined(CODESHELL_ARM64)
  kernels.items[kernels.count++] = {"neon", measureTextNeon};
#endif
  return kernels;
}

MeasureTextKernel fastestMeasureTextKernel() {
  static const MeasureTextKernel kernel = [] {
    const MeasureTextKernels kernels = supportedMeasureTextKernels();
    return kernels.items[kernels.count - 1];
  }();
  return kernel;
}

void writeMeasureRow(const TextMeasures& measures, double* row) {
  const auto ratio = [](uint64_t part, uint64_t whole) {
    return whole == 0 ? 0.0 : static_cast<double>(part) / static_cast<double>(whole);
  };
  row[0] = static_cast<double>(measures.sizeBytes);
  row[1] = static_cast<double>(measures.lineCount);
  row[2] = ratio(measures.lineCharacterCount, measures.lineCount);
  row[3] = static_cast<double>(measures.maxLineLength);
  row[4] = ratio(measures.letterCount, measures.characterCount);
  row[5] = ratio(measures.letterCount + measures.numberCount, measures.characterCount);
}

}  // namespace codeshell
