#include <algorithm>
#include <array>
#include <cstdint>
#include <filesystem>
#include <map>
#include <random>
#include <utility>
#include <vector>

#include "base/files/temporary-folder.h"
#include "base/records/record-sort.h"
#include "base/records/record-sorter.h"
#include "base/records/record-spool.h"
#include "base/test/check.h"

namespace codeshell::test {
namespace {

void testRecordSort() {
  std::mt19937_64 random(1);
  for (const size_t keyLimbCount : {1, 2, 3}) {
    for (const size_t count : {0, 1, 2, 25, 1000, 200'000}) {
      for (const unsigned threads : {1u, 4u}) {
        // Few different high bits, so that buckets differ in size.
        std::vector<std::array<uint64_t, 3>> expected(count);
        for (auto& key : expected) {
          for (size_t limb = 0; limb < keyLimbCount; limb++)
            key[limb] = random() % 3 == 0 ? random() : random() % 7 << 50;
        }
        std::vector<uint64_t> records;
        for (const auto& key : expected) records.insert(records.end(), key.begin(), key.begin() + keyLimbCount);
        std::vector<uint64_t> scratch(records.size());
        sortRecords(records.data(), scratch.data(), count, keyLimbCount, 0, keyLimbCount * 64, threads);
        std::sort(expected.begin(), expected.end());
        bool isSame = true;
        for (size_t index = 0; index < count; index++) {
          isSame &= std::equal(expected[index].begin(), expected[index].begin() + keyLimbCount,
                               records.begin() + static_cast<ptrdiff_t>(index * keyLimbCount));
        }
        check(isSame, "the radix sort agrees with std::sort");
      }
    }
  }
}

/// Counts of keys, however small the memory.
void testRecordSorter() {
  TemporaryFolder folder(std::filesystem::temp_directory_path());
  std::mt19937_64 random(2);
  for (const size_t memoryBytes : {size_t{1} << 12, size_t{1} << 16, size_t{1} << 26}) {
    RecordSorter sorter({2, 100, RecordSorter::Input::kKeys}, {memoryBytes, folder});
    std::map<std::pair<uint64_t, uint64_t>, uint64_t> expected;
    for (int index = 0; index < 50'000; index++) {
      const uint64_t key[2] = {random() % 100, random() % 100 << 36};
      sorter.push(key);
      expected[{key[0], key[1]}]++;
    }
    sorter.finish(kNeverCancelled);
    bool isSame = true;
    for (const auto& [key, count] : expected) {
      const uint64_t* const record = sorter.next();
      isSame &= record != nullptr && record[0] == key.first && record[1] == key.second && record[2] == count;
    }
    check(isSame && sorter.next() == nullptr, "the sorter counts equal keys");
  }
}

void testRecordSpool() {
  TemporaryFolder folder(std::filesystem::temp_directory_path());
  for (const size_t memoryBytes : {size_t{0}, size_t{20'000}, size_t{1} << 24}) {
    RecordSpool spool(3, memoryBytes, folder);
    for (uint64_t index = 0; index < 10'000; index++) {
      const uint64_t record[3] = {index, index * 2, index * 3};
      spool.append(record);
    }
    for (int round = 0; round < 2; round++) {
      RecordSpool::Reader reader(spool);
      bool isSame = true;
      for (uint64_t index = 0; index < 10'000; index++) {
        const uint64_t* const record = reader.next();
        isSame &= record != nullptr && record[0] == index && record[2] == index * 3;
      }
      check(isSame && reader.next() == nullptr, "the spool gives its records back, twice");
    }
  }
}

/// In memory, in one run, in many and in several passes; twice with the same sorter.
void testOrderOfEqualKeys() {
  TemporaryFolder folder(std::filesystem::temp_directory_path());
  for (const size_t memoryBytes : {size_t{1} << 12, size_t{1} << 18, size_t{1} << 24}) {
    for (const uint64_t mask : {~uint64_t{0}, uint64_t{0xFFFF}, uint64_t{0}}) {
      std::mt19937_64 random(mask);
      RecordSorter sorter({1, 64, RecordSorter::Input::kRecords}, {memoryBytes, folder, 2});
      for (const uint64_t count : {0, 1, 200'000, 70'000}) {
        std::vector<std::pair<uint64_t, uint64_t>> expected;
        for (uint64_t index = 0; index < count; index++) {
          const uint64_t record[2] = {random() & mask, index};
          expected.emplace_back(record[0], record[1]);
          sorter.push(record);
        }
        std::sort(expected.begin(), expected.end());
        check(count < 70'000 || sorter.isSpilled() == (memoryBytes < size_t{1} << 24),
              "only what does not fit is on disk");
        sorter.finish(kNeverCancelled);
        bool isSame = true;
        for (const auto& [key, index] : expected) {
          const uint64_t* const record = sorter.next();
          isSame = isSame && record != nullptr && record[0] == key && record[1] == index;
        }
        check(isSame && sorter.next() == nullptr, "records by key, and then in the order of their input");
        sorter.clear();
      }
    }
  }
}

void testCancelledSorter() {
  TemporaryFolder folder(std::filesystem::temp_directory_path());
  RecordSorter sorter({1, 64, RecordSorter::Input::kKeys}, {1 << 20, folder});
  const CancelSwitch cancelled(true);
  bool isCancelled = false;
  try {
    sorter.finish(cancelled);
  } catch (const Cancelled&) {
    isCancelled = true;
  }
  check(isCancelled, "a cancelled sorter");
}

}  // namespace
}  // namespace codeshell::test

int main() {
  using namespace codeshell::test;
  testRecordSort();
  testRecordSorter();
  testOrderOfEqualKeys();
  testCancelledSorter();
  testRecordSpool();
  return reportChecks();
}
