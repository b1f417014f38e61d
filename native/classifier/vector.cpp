#include "classifier/vector.h"

#include "classifier/vector-loops.h"

namespace codeshell {

ClassifierVectorKernel classifierVectorBaseline() { return makeVectorKernel("baseline"); }

ClassifierVectorKernels supportedClassifierVectorKernels() {
  ClassifierVectorKernels kernels{{classifierVectorBaseline()}, 1};
#if defined(CODESHELL_X86_64)
  if (detectProcessorFeatures().avx2) kernels.items[kernels.count++] = classifierVectorAvx2();
#endif
  return kernels;
}

const ClassifierVectorKernel& fastestClassifierVectorKernel() {
  static const ClassifierVectorKernel kernel = [] {
    const ClassifierVectorKernels kernels = supportedClassifierVectorKernels();
    return kernels.items[kernels.count - 1];
  }();
  return kernel;
}

}  // namespace codeshell
