#include "duplicates/index.h"

#include <filesystem>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <vector>

#if !defined(_WIN32)
#include <sys/resource.h>

#include <csignal>
#endif

#include "base/test/check.h"
#include "duplicates/id-ranges.h"
#include "duplicates/search.h"

namespace codeshell::test {
namespace {

const CancelSwitch kNotCancelled{false};

/// Against a set of single ids, near both ends of the 32 bits.
void testIdRanges() {
  std::mt19937_64 random(3);
  for (const uint32_t base : {uint32_t{0}, UINT32_MAX - 61}) {
    IdRanges ranges;
    std::set<uint32_t> ids;
    for (int round = 0; round < 5000; round++) {
      const auto first = base + static_cast<uint32_t>(random() % 55);
      const auto last = first + static_cast<uint32_t>(random() % 5);
      const auto taken = ids.lower_bound(first);
      const bool isTaken = taken != ids.end() && *taken <= last;
      const auto found = ranges.findAny(first, last);
      check(found.has_value() == isTaken && (!isTaken || ids.contains(*found)), "an id of a range");
      const bool isWhole =
          isTaken && static_cast<uint32_t>(std::distance(taken, ids.upper_bound(last))) == last - first + 1;
      if (!isTaken) {
        ranges.add(first, last);
        for (uint32_t id = first; id <= last; id++) ids.insert(id);
      } else if (isWhole) {
        ranges.remove(first, last);
        for (uint32_t id = first; id <= last; id++) ids.erase(id);
      }
    }
  }
}

#if !defined(_WIN32)

/// While it lives, no file of this process grows beyond `bytes`, as on a full disk.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t bytes) {
    std::signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit limit{bytes, before_.rlim_max};
    setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~FileSizeLimit() { setrlimit(RLIMIT_FSIZE, &before_); }
  FileSizeLimit(const FileSizeLimit&) = delete;
  FileSizeLimit& operator=(const FileSizeLimit&) = delete;

 private:
  rlimit before_{};
};

/// Chunks of 256 documents, 4 MiB each.
MinHashOptions largeRows() {
  MinHashOptions options;
  options.permutations = kMaxPermutations;
  return options;
}

void addTexts(DuplicateIndex& index, uint32_t firstId, uint32_t count) {
  std::string texts;
  std::vector<size_t> offsets{0};
  for (uint32_t text = 0; text < count; text++) {
    texts += "some words of text number " + std::to_string(firstId + text);
    offsets.push_back(texts.size());
  }
  index.add(reinterpret_cast<const uint8_t*>(texts.data()), offsets, firstId, kNotCancelled);
}

template <typename Work>
bool failsOnFile(Work work) {
  try {
    work();
  } catch (const FileError&) {
    return true;
  }
  return false;
}

void checkDocuments(const std::filesystem::path& folder, uint64_t count) {
  const auto index = std::make_shared<DuplicateIndex>(folder, largeRows(), DuplicateIndex::kMinMemoryBytes);
  checkEqual(index->documentCount(), count, "documents of an index that is opened again");
  DuplicateSearch search(index, {2, 1}, kNotCancelled);
  search.searchBand(0, kNotCancelled);
  const auto ids = search.finish({}, kNotCancelled).ids;
  bool isDense = ids.size() == count;
  for (size_t place = 0; isDense && place < ids.size(); place++) isDense = ids[place] == place;
  check(isDense, "each id once");
}

/// The disk is full at the first chunk, at the second, and at the header.
void testFullDisk(const std::filesystem::path& folder) {
  constexpr rlim_t kChunkBytes = rlim_t{9} << 19;
  for (const rlim_t limit : {kChunkBytes / 8, kChunkBytes, rlim_t{64}, rlim_t{0}}) {
    const auto path = folder / ("full-" + std::to_string(limit));
    {
      DuplicateIndex index(path, largeRows(), DuplicateIndex::kMinMemoryBytes);
      addTexts(index, 0, 100);
      {
        const FileSizeLimit full(limit);
        check(failsOnFile([&] { addTexts(index, 100, 600); }), "adding to a full disk");
        checkEqual(index.documentCount(), 100u, "documents after an add that failed");
        check(failsOnFile([&] { index.flush(); }) == (limit < kChunkBytes / 2), "writing to a full disk");
      }
      addTexts(index, 100, 600);
      checkEqual(index.documentCount(), 700u, "documents once there is room");
      index.close();
    }
    checkDocuments(path, 700);
  }
}

/// What was there before is the same byte for byte.
void testFileAfterFailure(const std::filesystem::path& folder) {
  {
    DuplicateIndex index(folder / "same", largeRows(), DuplicateIndex::kMinMemoryBytes);
    addTexts(index, 0, 300);
    index.flush();
    const auto file = folder / "same" / "signatures.minhash";
    const auto size = std::filesystem::file_size(file);
    {
      const FileSizeLimit full(size + (rlim_t{5} << 20));
      check(failsOnFile([&] { addTexts(index, 300, 700); }), "adding to a full disk");
    }
    checkEqual(std::filesystem::file_size(file), size, "the size of the file after an add that failed");
    const FileSizeLimit full(size);
    addTexts(index, 300, 5);
    check(failsOnFile([&] { index.close(); }), "closing on a full disk");
    checkEqual(index.documentCount(), 305u, "documents of an index that could not be closed");
  }
  checkDocuments(folder / "same", 300);
}

#endif

void testDuplicateIndex() {
  testIdRanges();
#if !defined(_WIN32)
  const auto folder =
      std::filesystem::temp_directory_path() / ("codeshell-native-" + std::to_string(std::random_device()()));
  std::filesystem::create_directories(folder);
  testFullDisk(folder);
  testFileAfterFailure(folder);
  std::filesystem::remove_all(folder);
#endif
}

}  // namespace
}  // namespace codeshell::test

int main() {
  codeshell::test::testDuplicateIndex();
  return codeshell::test::reportChecks();
}
