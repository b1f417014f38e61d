#include "base/processor.h"

#if defined(CODESHELL_X86_64) && defined(_MSC_VER)
#include <immintrin.h>
#include <intrin.h>
#endif

namespace codeshell {

#if defined(CODESHELL_X86_64) && defined(_MSC_VER)

ProcessorFeatures detectProcessorFeatures() {
  const auto has = [](int registerValue, int bit) { return ((registerValue >> bit) & 1) != 0; };
  int leaf[4];
  __cpuid(leaf, 0);
  const int highestLeaf = leaf[0];
  __cpuid(leaf, 1);
  ProcessorFeatures features;
  features.sse42 = has(leaf[2], 20) && has(leaf[2], 23);
  const bool savesWideRegisters = has(leaf[2], 27) && has(leaf[2], 28) && (_xgetbv(0) & 6) == 6;
  if (highestLeaf >= 7 && savesWideRegisters) {
    __cpuidex(leaf, 7, 0);
    features.avx2 = features.sse42 && has(leaf[1], 5) && has(leaf[1], 3);
    const bool savesMaskRegisters = (_xgetbv(0) & 0xE6) == 0xE6;
    features.avx512 = features.avx2 && savesMaskRegisters && has(leaf[1], 16) && has(leaf[1], 17) && has(leaf[1], 30) &&
                      has(leaf[1], 31);
  }
  return features;
}

#elif defined(CODESHELL_X86_64)

ProcessorFeatures detectProcessorFeatures() {
  __builtin_cpu_init();
  ProcessorFeatures features;
  features.sse42 = __builtin_cpu_supports("sse4.2") && __builtin_cpu_supports("popcnt");
  features.avx2 = features.sse42 && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi");
  features.avx512 = features.avx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                    __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
  return features;
}

#else

ProcessorFeatures detectProcessorFeatures() { return {}; }

#endif

}  // namespace codeshell
