#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <vector>

#include "base/cancel-switch.h"
#include "duplicates/error.h"
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

  /// Document i is the bytes from `offsets[i]` to `offsets[i + 1]` and has the id `firstId + i`. Adds all of them or,
  /// if it throws, none.
  void add(const uint8_t* data, const std::vector<size_t>& offsets, uint32_t firstId, const CancelSwitch& cancelled);

  /// Writes what is in memory only.
  void flush();
  /// Flushes and lets go of the file.
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
  MinHashFile& openFile();
  void appendRow(uint32_t id, uint64_t fingerprint, const uint32_t* signature);
  void flushRows();
  size_t chunkDocuments() const;

  std::filesystem::path folder_;
  MinHashOptions options_;
  size_t memoryBytes_;
  std::mutex mutex_;
  /// Null once closed.
  std::unique_ptr<MinHashFile> file_;
  std::vector<uint32_t> ids_;
  std::vector<uint64_t> fingerprints_;
  std::vector<uint32_t> signatures_;
};

}  // namespace codeshell
