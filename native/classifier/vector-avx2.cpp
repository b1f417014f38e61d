#include "classifier/vector-loops.h"

#if defined(CODESHELL_X86_64)

namespace codeshell {

ClassifierVectorKernel classifierVectorAvx2() { return makeVectorKernel("avx2"); }

}  // namespace codeshell

#endif
