#include "duplicates/search.h"

#include <algorithm>
#include <filesystem>
#include <random>
#include <string>
#include <vector>

#include "base/test/check.h"
#include "duplicates/index.h"
#include "duplicates/lsh-record-sorter.h"
#include "duplicates/union-find.h"

namespace codeshell::test {
namespace {

class TemporaryFolder {
 public:
  TemporaryFolder()
      : path_(std::filesystem::temp_directory_path() / ("codeshell-native-" + std::to_string(std::random_device()()))) {
    std::filesystem::create_directories(path_);
  }
  ~TemporaryFolder() { std::filesystem::remove_all(path_); }
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

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

/// In memory, in one run and in many, and with keys that all share their high bits.
void testSorter(const std::filesystem::path& folder) {
  const CancelSwitch cancelled(false);
  for (const size_t count : {size_t{0}, size_t{1}, size_t{5000}, size_t{87381}, size_t{87382}, size_t{1000000}}) {
    for (const uint64_t mask : {~uint64_t{0}, uint64_t{0xFFFF}, uint64_t{0}}) {
      std::mt19937_64 random(count);
      std::vector<LshRecord> expected;
      LshRecordSorter sorter(folder / "sorter.spill", LshRecordSorter::kMinMemoryBytes, count);
      for (int use = 0; use < 2; use++) {
        expected.clear();
        for (size_t index = 0; index < count; index++) {
          const LshRecord record = makeLshRecord(random() & mask, static_cast<uint32_t>(random() % 1000));
          expected.push_back(record);
          sorter.add(record, cancelled);
        }
        std::sort(expected.begin(), expected.end());
        sorter.finish(cancelled);
        check(sorter.isSpilled() == (count > 87381), "records beyond the memory go to the disk");
        size_t place = 0;
        bool isSame = true;
        for (LshRecord record; sorter.next(record); place++) {
          isSame =
              isSame && place < count && record.key() == expected[place].key() && record.value == expected[place].value;
        }
        check(isSame && place == count, "sorted records");
        sorter.clear();
      }
    }
  }
  check(std::filesystem::is_empty(folder), "the spill file is removed");
}

void testCancelledSorter(const std::filesystem::path& folder) {
  const CancelSwitch cancelled(true);
  LshRecordSorter sorter(folder / "sorter.spill", LshRecordSorter::kMinMemoryBytes, 0);
  bool isCancelled = false;
  try {
    sorter.finish(cancelled);
  } catch (const Cancelled&) {
    isCancelled = true;
  }
  check(isCancelled, "a cancelled sorter");
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
  const TemporaryFolder folder;
  testUnionFind();
  testSorter(folder.path());
  testCancelledSorter(folder.path());
  testClusters(folder.path());
}

}  // namespace
}  // namespace codeshell::test

int main() {
  codeshell::test::testDuplicateSearch();
  return codeshell::test::reportChecks();
}
