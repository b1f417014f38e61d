#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/files/file.h"
#include "duplicates/minhash/options.h"
#include "duplicates/minhash/sketch.h"

namespace codeshell {

/// Signatures on disk, with the id and the content fingerprint of each document. All numbers are little-endian.
///
/// The header has 64 bytes: magic, format version, header size, hash version, tokens, shingle length, permutations,
/// seed, 0, committed size (u64), document count (u64) and the checksum of all that (u64). Chunks follow: magic,
/// document count, payload size (u64), the checksum of these 16 bytes (u64), 8 bytes of 0; the checksums of the columns
/// (u64 each); the columns. These are ids (u32), fingerprints (u64), sketches (4 u64) and one for each permutation
/// (u32), so that the rows of any band can be read in one piece: bands and threshold may change without new signatures.
///
/// A chunk counts once the header says so. What an interrupted write left behind it is overwritten.
class MinHashFile {
 public:
  /// Opens the file or makes a new one. Throws FileError, or DuplicateError if it is foreign, of another version,
  /// truncated, damaged, or made with other options.
  MinHashFile(const std::filesystem::path& path, const MinHashOptions& options);

  const MinHashOptions& options() const { return options_; }
  uint64_t documentCount() const { return documentCount_; }
  /// The path, for messages.
  std::string name() const { return file_.name(); }

  /// Writes a chunk, which counts once it is committed; `signatures` row after row. If this or the commit throws,
  /// `rollBack` is due.
  void write(const uint32_t* ids, const uint64_t* fingerprints, const uint32_t* signatures, size_t count);

  void commit();
  /// Forgets the chunks that were not committed, and gives their space back if the system lets it.
  void rollBack() noexcept;

  size_t chunkCount() const { return chunks_.size(); }
  size_t chunkDocuments(size_t chunk) const { return chunks_[chunk].documents; }
  size_t largestChunkDocuments() const;
  void readIds(size_t chunk, uint32_t* ids);
  void readFingerprints(size_t chunk, uint64_t* fingerprints);
  void readSketches(size_t chunk, SignatureSketch* sketches);
  /// Columns `first` to `first + count`, one after the other.
  void readColumns(size_t chunk, size_t first, size_t count, uint32_t* columns);

 private:
  struct Chunk {
    uint64_t offset;
    uint32_t documents;
  };

  void create();
  void open();
  void openChunks(uint64_t committedSize, uint64_t documentCount);
  size_t columnCount() const { return options_.permutations + 3; }
  uint64_t chunkSize(uint64_t documents) const;
  /// Of one document in the first `columns` columns.
  static uint64_t documentBytes(size_t columns);
  uint64_t columnOffset(const Chunk& chunk, size_t column) const;
  void readChecked(const Chunk& chunk, size_t firstColumn, size_t count, void* data, size_t columnSize);
  [[noreturn]] void fail(const char* code, const std::string& what) const;

  MinHashOptions options_;
  File file_;
  /// End of the last chunk, committed or not.
  uint64_t writtenSize_ = 0;
  uint64_t documentCount_ = 0;
  std::vector<Chunk> chunks_;
  size_t committedChunks_ = 0;
  std::vector<uint64_t> checksums_;
};

}  // namespace codeshell
