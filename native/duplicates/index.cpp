#include "duplicates/index.h"

#include <algorithm>
#include <numeric>
#include <string>
#include <system_error>
#include <utility>

#include "base/content-hash.h"
#include "base/files/temporary-folder.h"
#include "duplicates/minhash/signature.h"

namespace codeshell {
namespace {

std::filesystem::path prepareFolder(const std::filesystem::path& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (!std::filesystem::is_directory(folder)) {
    throw FileError("Cannot create the folder " + utf8OfPath(folder) + ": " + error.message() + ".");
  }
  // Left by a process that ended within a search.
  TemporaryFolder::removeAbandoned(folder);
  return folder / "signatures.minhash";
}

void checkMemory(size_t memoryBytes) {
  if (memoryBytes >= DuplicateIndex::kMinMemoryBytes) return;
  throw DuplicateError(kIndexMemoryError, "memoryBytes is " + std::to_string(memoryBytes) +
                                              "; an index needs at least " +
                                              std::to_string(DuplicateIndex::kMinMemoryBytes) + ".");
}

}  // namespace

DuplicateIndex::DuplicateIndex(const std::filesystem::path& folder, const MinHashOptions& options, size_t memoryBytes)
    : folder_(folder), options_(options), memoryBytes_(memoryBytes) {
  checkMemory(memoryBytes);
  file_ = std::make_unique<MinHashFile>(prepareFolder(folder), options);
  loadIds();
}

DuplicateIndex::~DuplicateIndex() = default;

void DuplicateIndex::loadIds() {
  std::vector<uint32_t> ids;
  for (size_t chunk = 0; chunk < file_->chunkCount(); chunk++) {
    ids.resize(file_->chunkDocuments(chunk));
    file_->readIds(chunk, ids.data());
    std::sort(ids.begin(), ids.end());
    for (size_t first = 0, last = 0; first < ids.size(); first = ++last) {
      while (last + 1 < ids.size() && ids[last + 1] == ids[last] + 1) last++;
      const bool isRepeated = last + 1 < ids.size() && ids[last + 1] == ids[last];
      if (isRepeated || ids_.findAny(ids[first], ids[last])) {
        throw DuplicateError(kIndexCorruptError,
                             file_->name() + " has two documents with the id " +
                                 std::to_string(isRepeated ? ids[last] : *ids_.findAny(ids[first], ids[last])) +
                                 ". Delete it and build the index anew.");
      }
      ids_.add(ids[first], ids[last]);
    }
  }
}

void DuplicateIndex::add(const uint8_t* data, const std::vector<size_t>& offsets, uint32_t firstId,
                         const CancelSwitch& cancelled) {
  const size_t count = offsets.size() - 1;
  addRows(firstId, count, [&] {
    const size_t permutations = options_.permutations;
    Rows rows{{}, std::vector<uint64_t>(count), std::vector<uint32_t>(count * permutations)};
    MinHashSignature signature(options_, fastestMinHashKernel());
    for (size_t document = 0; document < count; document++) {
      throwIfCancelled(cancelled);
      const uint8_t* text = data + offsets[document];
      const size_t size = offsets[document + 1] - offsets[document];
      rows.fingerprints[document] = hashContent(text, size).low;
      signature.compute(text, size, rows.signatures.data() + document * permutations);
    }
    return rows;
  });
}

void DuplicateIndex::addSignatures(std::vector<uint64_t> fingerprints, std::vector<uint32_t> signatures,
                                   uint32_t firstId) {
  const size_t count = fingerprints.size();
  if (signatures.size() != count * options_.permutations) {
    throw DuplicateError(kIndexStateError, std::to_string(count) + " fingerprints came with " +
                                               std::to_string(signatures.size()) +
                                               " numbers of signatures; they need " +
                                               std::to_string(count * options_.permutations) + ".");
  }
  addRows(firstId, count, [&] { return Rows{{}, std::move(fingerprints), std::move(signatures)}; });
}

template <typename MakeRows>
void DuplicateIndex::addRows(uint32_t firstId, size_t count, MakeRows makeRows) {
  if (count == 0) return;
  reserveIds(firstId, count);
  try {
    Rows rows = makeRows();
    rows.ids.resize(count);
    std::iota(rows.ids.begin(), rows.ids.end(), firstId);
    const std::lock_guard lock(mutex_);
    openFile();
    appendRows(rows);
  } catch (...) {
    const std::lock_guard lock(mutex_);
    ids_.remove(firstId, firstId + static_cast<uint32_t>(count - 1));
    throw;
  }
}

void DuplicateIndex::reserveIds(uint32_t firstId, size_t count) {
  const auto lastId = firstId + static_cast<uint32_t>(count - 1);
  const std::lock_guard lock(mutex_);
  openFile();
  if (const auto taken = ids_.findAny(firstId, lastId)) {
    throw DuplicateError(kIndexDuplicateIdError, "The index has a document with the id " + std::to_string(*taken) +
                                                     " already. Give each document an id of its own.");
  }
  ids_.add(firstId, lastId);
}

/// Adds all rows to those in memory, and writes full chunks, or does nothing and throws.
void DuplicateIndex::appendRows(const Rows& rows) {
  const size_t before = rows_.ids.size();
  const size_t capacity = chunkDocuments();
  const bool writes = before + rows.ids.size() >= capacity;
  Rows kept;
  if (writes) kept = rows_;
  try {
    for (size_t first = 0; first < rows.ids.size();) {
      const size_t count = std::min(capacity - rows_.ids.size(), rows.ids.size() - first);
      const auto append = [first, count](auto& output, const auto& input, size_t width) {
        const auto begin = input.begin() + static_cast<ptrdiff_t>(first * width);
        output.insert(output.end(), begin, begin + static_cast<ptrdiff_t>(count * width));
      };
      append(rows_.ids, rows.ids, 1);
      append(rows_.fingerprints, rows.fingerprints, 1);
      append(rows_.signatures, rows.signatures, options_.permutations);
      first += count;
      if (rows_.ids.size() < capacity) continue;
      writeRows();
      truncateRows(0);
    }
    if (writes) file_->commit();
  } catch (...) {
    file_->rollBack();
    if (writes) rows_ = std::move(kept);
    truncateRows(before);
    throw;
  }
}

void DuplicateIndex::writeRows() {
  file_->write(rows_.ids.data(), rows_.fingerprints.data(), rows_.signatures.data(), rows_.ids.size());
}

void DuplicateIndex::truncateRows(size_t count) noexcept {
  rows_.ids.resize(std::min(count, rows_.ids.size()));
  rows_.fingerprints.resize(std::min(count, rows_.fingerprints.size()));
  rows_.signatures.resize(std::min(count * options_.permutations, rows_.signatures.size()));
}

void DuplicateIndex::flush() {
  const std::lock_guard lock(mutex_);
  openFile();
  flushRows();
}

void DuplicateIndex::flushRows() {
  if (rows_.ids.empty()) return;
  try {
    writeRows();
    file_->commit();
  } catch (...) {
    file_->rollBack();
    throw;
  }
  truncateRows(0);
}

void DuplicateIndex::close() {
  const std::lock_guard lock(mutex_);
  if (file_ == nullptr) return;
  flushRows();
  file_.reset();
}

uint64_t DuplicateIndex::documentCount() {
  const std::lock_guard lock(mutex_);
  return openFile().documentCount() + rows_.ids.size();
}

MinHashFile& DuplicateIndex::openFile() {
  if (file_ == nullptr) throw DuplicateError(kIndexClosedError, "The index is closed.");
  return *file_;
}

/// 4 MiB of signatures: columns long enough to be read at the disk's speed.
size_t DuplicateIndex::chunkDocuments() const {
  return std::max<size_t>(64, (size_t{1} << 20) / options_.permutations);
}

}  // namespace codeshell
