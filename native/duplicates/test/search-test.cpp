#include "duplicates/search.h"

#include <algorithm>
#include <filesystem>
#include <random>
#include <string>
#include <vector>

#include "base/files/temporary-folder.h"
#include "base/test/check.h"
#include "duplicates/index.h"
#include "duplicates/union-find.h"

namespace codeshell::test {
namespace {

void testUnionFind() {
  std::mt19937_64 random(1);
  constexpr uint32_t kCount = 500;
  std::vector<uint32_t> labels(kCount);
  for (uint32_t item = 0; item < kCount; item++) labels[item] = item;
  UnionFind sets(kCount);
  for (int round = 0; round < 400; round++) {
    const auto first = static_cast<uint32_t>(random() % kCount);
    const auto second = static_cast<uint32_t>(random() % kCount);
    sets.unite(first, second);
    const uint32_t low = std::min(labels[first], labels[second]);
    const uint32_t high = std::max(labels[first], labels[second]);
    std::replace(labels.begin(), labels.end(), high, low);
  }
  for (uint32_t item = 0; item < kCount; item++) checkEqual(sets.find(item), labels[item], "root of a set");
}

std::vector<uint32_t> findClusters(const std::filesystem::path& folder, size_t memoryBytes,
                                   const std::vector<std::string>& texts) {
  const CancelSwitch cancelled(false);
  MinHashOptions options;
  options.permutations = 8;
  auto index = std::make_shared<DuplicateIndex>(folder, options, memoryBytes);
  uint32_t id = 0;
  for (const std::string& text : texts) {
    const std::vector<size_t> offsets{0, text.size()};
    index->add(reinterpret_cast<const uint8_t*>(text.data()), offsets, id++, cancelled);
  }
  DuplicateSearch search(index, {4, 2, false}, cancelled);
  for (uint32_t band = 0; band < 4; band++) search.searchBand(band, cancelled);
  return search.finish({}, cancelled).clusters;
}

void testClusters(const std::filesystem::path& folder) {
  std::vector<std::string> texts;
  for (int text = 0; text < 300; text++)
    texts.push_back("some words of text number " + std::to_string(text % 100) + " here");
  const auto clusters = findClusters(folder / "index", DuplicateIndex::kMinMemoryBytes, texts);
  for (size_t text = 0; text < texts.size(); text++) checkEqual(clusters[text], clusters[text % 100], "equal texts");
}

void testDuplicateSearch() {
  const TemporaryFolder folder(std::filesystem::temp_directory_path());
  testUnionFind();
  testClusters(folder.path());
}

}  // namespace
}  // namespace codeshell::test

int main() {
  codeshell::test::testDuplicateSearch();
  return codeshell::test::reportChecks();
}
