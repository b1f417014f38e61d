#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <vector>

#include "classifier/features.h"

/// The first three bytes choose the options; the rest is the document. Every feature is below the number of buckets.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size < 3) return 0;
  codeshell::ClassifierFeatureOptions options;
  options.buckets = 1 + data[0];
  options.wordNgrams = 1 + data[1] % 16;
  options.maxCharacterNgram = data[2] % 17;
  options.minCharacterNgram = options.maxCharacterNgram == 0 ? 0 : 1 + data[2] / 17 % options.maxCharacterNgram;
  options.maxDocumentBytes = 1 + data[1] * size_t{64};
  std::vector<uint32_t> features;
  codeshell::ClassifierFeatureExtractor(options).extract(data + 3, size - 3, features);
  for (const uint32_t feature : features) {
    if (feature >= options.buckets) std::abort();
  }
  return 0;
}
