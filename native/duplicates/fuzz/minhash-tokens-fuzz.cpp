#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <vector>

#include "duplicates/minhash/shingles.h"

namespace {

using namespace codeshell;

std::vector<uint64_t> readAll(const MinHashOptions& options, const MinHashKernel& kernel, const uint8_t* data,
                              size_t size) {
  MinHashShingles shingles(options, kernel);
  shingles.start(data, size);
  std::vector<uint64_t> all;
  uint64_t part[MinHashShingles::kCapacity];
  while (const size_t count = shingles.read(part)) all.insert(all.end(), part, part + count);
  return all;
}

}  // namespace

/// The first byte chooses the length of the shingles; the rest is the document. Every kernel gives the same shingles,
/// one at least.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  MinHashOptions options;
  options.shingleLength = 1 + data[0] % kMaxShingleLength;
  const MinHashKernels kernels = supportedMinHashKernels();
  for (const TokenKind tokens : {TokenKind::kBigCode, TokenKind::kBigCodeV2, TokenKind::kWords}) {
    options.tokens = tokens;
    const std::vector<uint64_t> expected = readAll(options, kernels.items[0], data + 1, size - 1);
    if (expected.empty()) std::abort();
    for (size_t index = 1; index < kernels.count; index++) {
      if (readAll(options, kernels.items[index], data + 1, size - 1) != expected) std::abort();
    }
  }
  return 0;
}
