#include <cstddef>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <memory>
#include <vector>

#include "base/content-hash.h"
#include "base/files/file.h"
#include "base/files/temporary-folder.h"
#include "duplicates/index.h"
#include "duplicates/matcher.h"
#include "duplicates/search.h"

namespace {

using namespace codeshell;

constexpr uint8_t kText[] = "a b c d e f a b c d e f g a b c d e f a b c d e f h";
const std::vector<size_t> kOffsets{0, 12, 25, 37, sizeof(kText) - 1};
const CancelSwitch kNotCancelled{false};
constexpr size_t kHeaderBytes = 64;

MinHashOptions smallOptions() {
  MinHashOptions options;
  options.shingleLength = 2;
  options.permutations = 8;
  return options;
}

/// A folder for the run, removed at its end.
std::filesystem::path fuzzFolder() {
  static TemporaryFolder folder(std::filesystem::temp_directory_path());
  static const std::filesystem::path path = folder.nextFile();
  return path;
}

std::filesystem::path signatureFile() { return fuzzFolder() / "signatures.minhash"; }

std::vector<uint8_t> makeIndex() {
  {
    DuplicateIndex index(fuzzFolder(), smallOptions(), DuplicateIndex::kMinMemoryBytes);
    index.add(kText, kOffsets, 0, kNotCancelled);
    index.flush();
    index.add(kText, kOffsets, 10, kNotCancelled);
    index.close();
  }
  std::vector<uint8_t> bytes(std::filesystem::file_size(signatureFile()));
  File(signatureFile(), File::Mode::kRead).readAt(0, bytes.data(), bytes.size());
  return bytes;
}

/// Most inputs would stop at the checksums of the header and of the first chunk.
void correctChecksums(std::vector<uint8_t>& bytes) {
  const auto correct = [&bytes](size_t start, size_t size) {
    if (bytes.size() < start + size + sizeof(uint64_t)) return;
    const uint64_t checksum = hashContent(bytes.data() + start, size).low;
    std::memcpy(bytes.data() + start + size, &checksum, sizeof checksum);
  };
  correct(0, kHeaderBytes - sizeof(uint64_t));
  correct(kHeaderBytes, 16);
}

/// The documents are read as empty ones.
void verify(const std::shared_ptr<DuplicateIndex>& index) {
  DuplicateSearch search(index, {4, 2, true, 0.5, true}, kNotCancelled);
  for (uint32_t band = 0; band < 4; band++) search.searchBand(band, kNotCancelled);
  search.preparePairs(kNotCancelled);
  while (const size_t count = search.readCandidates(8, kNotCancelled).documents.size()) {
    search.verifyCandidates(kText, std::vector<size_t>(count + 1), kNotCancelled);
  }
  search.finish({}, kNotCancelled);
}

void useIndex() {
  const auto index = std::make_shared<DuplicateIndex>(fuzzFolder(), smallOptions(), DuplicateIndex::kMinMemoryBytes);
  DuplicateMatcher matcher(index, {4, 2, 0.5, 4}, kText, kOffsets, kNotCancelled);
  while (matcher.compareChunk(kNotCancelled)) continue;
  matcher.finish();
  DuplicateSearch search(index, {4, 2, false}, kNotCancelled);
  for (uint32_t band = 0; band < 4; band++) search.searchBand(band, kNotCancelled);
  search.finish({}, kNotCancelled);
  verify(index);
  index->add(kText, kOffsets, 20, kNotCancelled);
  index->addSignatures({1, 2}, std::vector<uint32_t>(2 * smallOptions().permutations), 30);
  index->close();
}

}  // namespace

/// The input changes bytes of the file of a small index, three for each: two of the place, one of the value. The file
/// is refused with a DuplicateError, or can be searched and added to.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const std::vector<uint8_t> original = makeIndex();
  if (size == 0) return 0;
  std::vector<uint8_t> bytes = original;
  for (size_t index = 1; index + 3 <= size; index += 3) {
    bytes[(data[index] | data[index + 1] << 8) % bytes.size()] = data[index + 2];
  }
  if (data[0] & 1) bytes.resize(bytes.size() * data[0] / 256);
  if (data[0] & 2) correctChecksums(bytes);
  File(signatureFile(), File::Mode::kCreate).write(bytes.data(), bytes.size());
  try {
    useIndex();
  } catch (const DuplicateError&) {
    // What the caller would be told.
  }
  return 0;
}
