#include "duplicates/index.h"

#include <algorithm>
#include <string>
#include <system_error>

#include "base/content-hash.h"
#include "duplicates/minhash/signature.h"

namespace codeshell {
namespace {

std::filesystem::path prepareFolder(const std::filesystem::path& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (!std::filesystem::is_directory(folder)) {
    const std::u8string name = folder.u8string();
    throw DuplicateError(kIndexFileError, "The folder " + std::string(name.begin(), name.end()) +
                                              " cannot be made: " + error.message() + ".");
  }
  // Left by a process that ended within a search.
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
    if (entry.path().extension() == ".spill") std::filesystem::remove(entry.path(), error);
  }
  return folder / "signatures.minhash";
}

void checkMemory(size_t memoryBytes) {
  if (memoryBytes >= DuplicateIndex::kMinMemoryBytes) return;
  throw DuplicateError(kIndexMemory, "memoryBytes is " + std::to_string(memoryBytes) + "; an index needs at least " +
                                         std::to_string(DuplicateIndex::kMinMemoryBytes) + ".");
}

}  // namespace

DuplicateIndex::DuplicateIndex(const std::filesystem::path& folder, const MinHashOptions& options, size_t memoryBytes)
    : folder_(folder), options_(options), memoryBytes_(memoryBytes) {
  checkMemory(memoryBytes);
  file_ = std::make_unique<MinHashFile>(prepareFolder(folder), options);
}

DuplicateIndex::~DuplicateIndex() = default;

void DuplicateIndex::add(const uint8_t* data, const std::vector<size_t>& offsets, uint32_t firstId,
                         const CancelSwitch& cancelled) {
  const size_t count = offsets.size() - 1;
  const size_t permutations = options_.permutations;
  std::vector<uint32_t> signatures(count * permutations);
  std::vector<uint64_t> fingerprints(count);
  MinHashSignature signature(options_, fastestMinHashKernel());
  for (size_t document = 0; document < count; document++) {
    throwIfCancelled(cancelled);
    const uint8_t* text = data + offsets[document];
    const size_t size = offsets[document + 1] - offsets[document];
    signature.compute(text, size, signatures.data() + document * permutations);
    fingerprints[document] = hashContent(text, size).low;
  }
  const std::lock_guard lock(mutex_);
  openFile();
  for (size_t document = 0; document < count; document++) {
    appendRow(firstId + static_cast<uint32_t>(document), fingerprints[document],
              signatures.data() + document * permutations);
  }
}

void DuplicateIndex::appendRow(uint32_t id, uint64_t fingerprint, const uint32_t* signature) {
  ids_.push_back(id);
  fingerprints_.push_back(fingerprint);
  signatures_.insert(signatures_.end(), signature, signature + options_.permutations);
  if (ids_.size() == chunkDocuments()) flushRows();
}

void DuplicateIndex::flushRows() {
  file_->append(ids_.data(), fingerprints_.data(), signatures_.data(), ids_.size());
  ids_.clear();
  fingerprints_.clear();
  signatures_.clear();
}

void DuplicateIndex::flush() {
  const std::lock_guard lock(mutex_);
  openFile();
  flushRows();
}

void DuplicateIndex::close() {
  const std::lock_guard lock(mutex_);
  if (file_ == nullptr) return;
  flushRows();
  file_.reset();
}

uint64_t DuplicateIndex::documentCount() {
  const std::lock_guard lock(mutex_);
  return openFile().documentCount() + ids_.size();
}

MinHashFile& DuplicateIndex::openFile() {
  if (file_ == nullptr) throw DuplicateError(kIndexClosed, "The index is closed.");
  return *file_;
}

/// 4 MiB of signatures: columns long enough to be read at the disk's speed.
size_t DuplicateIndex::chunkDocuments() const {
  return std::max<size_t>(64, (size_t{1} << 20) / options_.permutations);
}

}  // namespace codeshell
