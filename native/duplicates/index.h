#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <vector>

#include "base/cancel-switch.h"
#include "duplicates/error.h"
#include "duplicates/id-ranges.h"
#include "duplicates/minhash/file.h"
#include "duplicates/minhash/options.h"

namespace codeshell {

/// The signatures of a growing set of documents, in the file `signatures.minhash` of a folder of its own. Safe for
/// several threads.
class DuplicateIndex {
 public:
  /// Makes the folder if it is missing. `memoryBytes` bounds the buffers of the index and of its searches.
  DuplicateIndex(const std::filesystem::path& folder, const MinHashOptions& options, size_t memoryBytes);
  ~DuplicateIndex();

  /// Document i is the bytes from `offsets[i]` to `offsets[i + 1]` and has the id `firstId + i`, below UINT32_MAX. Adds
  /// all of them or, if it throws, none: the file stays as it was, and the ids are free. Throws DuplicateError for an
  /// id that is in the index or being added.
  void add(const uint8_t* data, const std::vector<size_t>& offsets, uint32_t firstId, const CancelSwitch& cancelled);

  /// Adds documents whose signatures were computed elsewhere, with the options of this index: one fingerprint (the low
  /// half of `hashContent`) and `permutations` numbers for each. Otherwise as `add`.
  void addSignatures(std::vector<uint64_t> fingerprints, std::vector<uint32_t> signatures, uint32_t firstId);

  /// Writes what is in memory only. If it throws, that stays in memory.
  void flush();
  /// Flushes and lets go of the file; if it throws, the index is still open.
  void close();

  uint64_t documentCount();
  const MinHashOptions& options() const { return options_; }
  const std::filesystem::path& folder() const { return folder_; }
  size_t memoryBytes() const { return memoryBytes_; }

  /// For searches: calls `read(file)` while no other thread uses the file.
  template <typename Read>
  void withFile(Read read) {
    const std::lock_guard lock(mutex_);
    read(openFile());
  }

  static constexpr size_t kMinMemoryBytes = size_t{16} << 20;

 private:
  /// Documents in memory.
  struct Rows {
    std::vector<uint32_t> ids;
    std::vector<uint64_t> fingerprints;
    std::vector<uint32_t> signatures;
  };

  MinHashFile& openFile();
  void loadIds();
  void reserveIds(uint32_t firstId, size_t count);
  /// Adds what `makeRows()` gives for as many ids from `firstId` on, which are free again if it throws.
  template <typename MakeRows>
  void addRows(uint32_t firstId, size_t count, MakeRows makeRows);
  void appendRows(const Rows& rows);
  void writeRows();
  void flushRows();
  void truncateRows(size_t count) noexcept;
  size_t chunkDocuments() const;

  std::filesystem::path folder_;
  MinHashOptions options_;
  size_t memoryBytes_;
  std::mutex mutex_;
  /// Null once closed.
  std::unique_ptr<MinHashFile> file_;
  /// Of all documents, those in memory and those being added too.
  IdRanges ids_;
  Rows rows_;
};

}  // namespace codeshell
