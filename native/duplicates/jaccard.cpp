#include "duplicates/jaccard.h"

#include <algorithm>

#include "base/records/record-sort.h"

namespace codeshell {
namespace {

/// `scratch` is memory to sort in.
void removeRepeated(std::vector<uint64_t>& hashes, std::vector<uint64_t>& scratch) {
  if (scratch.size() < hashes.size()) scratch.resize(hashes.size());
  sortRecords(hashes.data(), scratch.data(), hashes.size(), 1, 0, 64, 1);
  hashes.erase(std::unique(hashes.begin(), hashes.end()), hashes.end());
}

}  // namespace

std::vector<uint64_t> collectShingles(MinHashShingles& shingles, const uint8_t* data, size_t size) {
  std::vector<uint64_t> hashes;
  std::vector<uint64_t> scratch;
  uint64_t block[MinHashShingles::kCapacity];
  // Repetitions are removed whenever the set may have doubled, so that memory follows the distinct shingles.
  size_t limit = size_t{1} << 16;
  shingles.start(data, size);
  for (size_t count; (count = shingles.read(block)) > 0;) {
    hashes.insert(hashes.end(), block, block + count);
    if (hashes.size() < limit) continue;
    removeRepeated(hashes, scratch);
    limit = std::max(limit, hashes.size() * 2);
  }
  removeRepeated(hashes, scratch);
  return hashes;
}

double computeJaccard(const std::vector<uint64_t>& first, const std::vector<uint64_t>& second) {
  size_t shared = 0;
  size_t a = 0;
  size_t b = 0;
  while (a < first.size() && b < second.size()) {
    const uint64_t left = first[a];
    const uint64_t right = second[b];
    shared += left == right ? 1 : 0;
    a += left <= right ? 1 : 0;
    b += right <= left ? 1 : 0;
  }
  const size_t whole = first.size() + second.size() - shared;
  return whole == 0 ? 1.0 : static_cast<double>(shared) / static_cast<double>(whole);
}

}  // namespace codeshell
