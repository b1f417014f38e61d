#include "duplicates/minhash/file.h"

#include <algorithm>
#include <cstring>
#include <string>

#include "base/content-hash.h"
#include "duplicates/error.h"

namespace codeshell {
namespace {

constexpr char kMagic[8] = {'\x89', 'C', 'S', 'M', 'I', 'N', 'H', '\n'};
constexpr uint32_t kFormatVersion = 2;
constexpr uint32_t kChunkMagic = 0x4B4E4843;
constexpr size_t kIdColumn = 0;
constexpr size_t kFingerprintColumn = 1;
constexpr size_t kSketchColumn = 2;
constexpr size_t kFirstPermutationColumn = 3;
/// Of one document, before the columns of the permutations.
constexpr size_t kColumnBytes[] = {sizeof(uint32_t), sizeof(uint64_t), sizeof(SignatureSketch)};

struct FileHeader {
  char magic[8];
  uint32_t formatVersion;
  uint32_t headerSize;
  uint32_t hashVersion;
  uint32_t tokens;
  uint32_t shingleLength;
  uint32_t permutations;
  uint32_t seed;
  uint32_t reserved;
  uint64_t committedSize;
  uint64_t documentCount;
  uint64_t checksum;
};
static_assert(sizeof(FileHeader) == 64);

struct ChunkHeader {
  uint32_t magic;
  uint32_t documents;
  uint64_t payloadSize;
  uint64_t checksum;
  uint64_t reserved;
};
static_assert(sizeof(ChunkHeader) == 32);

uint64_t checksumOf(const void* data, size_t size) { return hashContent(static_cast<const uint8_t*>(data), size).low; }

/// Of all that comes before the field `checksum`.
template <typename Header>
uint64_t checksumOfHeader(const Header& header) {
  return checksumOf(&header, offsetof(Header, checksum));
}

}  // namespace

MinHashFile::MinHashFile(const std::filesystem::path& path, const MinHashOptions& options)
    : options_(options), file_(path, File::Mode::kUpdate) {
  if (file_.sizeBytes() == 0) {
    create();
  } else {
    open();
  }
}

void MinHashFile::create() {
  writtenSize_ = sizeof(FileHeader);
  commit();
}

void MinHashFile::open() {
  const uint64_t size = file_.sizeBytes();
  FileHeader header{};
  file_.readAt(0, &header, static_cast<size_t>(std::min<uint64_t>(size, sizeof header)));
  if (std::memcmp(header.magic, kMagic, std::min<uint64_t>(size, sizeof kMagic)) != 0) {
    fail(kIndexForeignError, "is not an index of signatures. Choose another folder.");
  }
  if (size < sizeof header) fail(kIndexTruncatedError, "ends within its header. Delete it and build the index anew.");
  if (header.formatVersion != kFormatVersion || header.headerSize != sizeof header ||
      header.hashVersion != kMinHashVersion) {
    fail(kIndexVersionError, "has format " + std::to_string(header.formatVersion) + " and hashes " +
                                 std::to_string(header.hashVersion) + "; this version reads format " +
                                 std::to_string(kFormatVersion) + " and hashes " + std::to_string(kMinHashVersion) +
                                 ". Delete it and build the index anew.");
  }
  if (header.checksum != checksumOfHeader(header)) {
    fail(kIndexCorruptError, "has a damaged header. Delete it and build the index anew.");
  }
  const auto compare = [this](const char* option, const std::string& stored, const std::string& wanted) {
    if (stored == wanted) return;
    fail(kIndexOptionsError, std::string("was made with ") + option + " " + stored + ", not " + wanted +
                                 ". Open it with the same options or choose another folder.");
  };
  compare("tokens", tokensName(static_cast<TokenKind>(header.tokens)), tokensName(options_.tokens));
  compare("shingleLength", std::to_string(header.shingleLength), std::to_string(options_.shingleLength));
  compare("permutations", std::to_string(header.permutations), std::to_string(options_.permutations));
  compare("seed", std::to_string(header.seed), std::to_string(options_.seed));
  if (header.committedSize > size) {
    fail(kIndexTruncatedError, "has " + std::to_string(size) + " bytes instead of " +
                                   std::to_string(header.committedSize) + ". Delete it and build the index anew.");
  }
  openChunks(header.committedSize, header.documentCount);
}

void MinHashFile::openChunks(uint64_t committedSize, uint64_t documentCount) {
  uint64_t offset = sizeof(FileHeader);
  while (offset < committedSize) {
    ChunkHeader header{};
    const bool fits = committedSize - offset >= sizeof header;
    if (fits) file_.readAt(offset, &header, sizeof header);
    if (!fits || header.magic != kChunkMagic || header.checksum != checksumOfHeader(header) || header.documents == 0 ||
        header.payloadSize != chunkSize(header.documents) - sizeof header ||
        header.payloadSize > committedSize - offset - sizeof header) {
      fail(kIndexCorruptError,
           "is damaged at byte " + std::to_string(offset) + ". Delete it and build the index anew.");
    }
    chunks_.push_back({offset, header.documents});
    documentCount_ += header.documents;
    offset += chunkSize(header.documents);
  }
  writtenSize_ = offset;
  committedChunks_ = chunks_.size();
  if (documentCount_ != documentCount) {
    fail(kIndexCorruptError, "has " + std::to_string(documentCount_) + " documents instead of " +
                                 std::to_string(documentCount) + ". Delete it and build the index anew.");
  }
}

void MinHashFile::commit() {
  file_.flush();
  FileHeader header{};
  std::memcpy(header.magic, kMagic, sizeof kMagic);
  header.formatVersion = kFormatVersion;
  header.headerSize = sizeof header;
  header.hashVersion = kMinHashVersion;
  header.tokens = static_cast<uint32_t>(options_.tokens);
  header.shingleLength = options_.shingleLength;
  header.permutations = options_.permutations;
  header.seed = options_.seed;
  header.committedSize = writtenSize_;
  header.documentCount = documentCount_;
  header.checksum = checksumOfHeader(header);
  file_.writeAt(0, &header, sizeof header);
  file_.flush();
  committedChunks_ = chunks_.size();
}

void MinHashFile::rollBack() noexcept {
  while (chunks_.size() > committedChunks_) {
    writtenSize_ = chunks_.back().offset;
    documentCount_ -= chunks_.back().documents;
    chunks_.pop_back();
  }
  try {
    file_.truncate(writtenSize_);
  } catch (const FileError&) {
    // What stays behind the end is overwritten by the next write.
  }
}

void MinHashFile::write(const uint32_t* ids, const uint64_t* fingerprints, const uint32_t* signatures, size_t count) {
  if (count == 0) return;
  ChunkHeader header{kChunkMagic, static_cast<uint32_t>(count), chunkSize(count) - sizeof(ChunkHeader), 0, 0};
  header.checksum = checksumOfHeader(header);
  const Chunk chunk{writtenSize_, header.documents};
  checksums_.assign(columnCount(), 0);
  const auto writeColumn = [&](size_t column, const void* data, size_t size) {
    checksums_[column] = checksumOf(data, size);
    file_.writeAt(columnOffset(chunk, column), data, size);
  };
  writeColumn(kIdColumn, ids, count * sizeof *ids);
  writeColumn(kFingerprintColumn, fingerprints, count * sizeof *fingerprints);
  std::vector<SignatureSketch> sketches(count);
  for (size_t row = 0; row < count; row++) {
    sketches[row] = sketchSignature(signatures + row * options_.permutations, options_.permutations);
  }
  writeColumn(kSketchColumn, sketches.data(), count * sizeof(SignatureSketch));
  // 16 columns at a time use the whole of each cache line of the rows.
  constexpr size_t kColumns = 16;
  std::vector<uint32_t> columns(kColumns * count);
  for (size_t first = 0; first < options_.permutations; first += kColumns) {
    const size_t width = std::min<size_t>(kColumns, options_.permutations - first);
    for (size_t row = 0; row < count; row++) {
      const uint32_t* signature = signatures + row * options_.permutations + first;
      for (size_t column = 0; column < width; column++) columns[column * count + row] = signature[column];
    }
    for (size_t column = 0; column < width; column++) {
      checksums_[kFirstPermutationColumn + first + column] =
          checksumOf(columns.data() + column * count, count * sizeof(uint32_t));
    }
    file_.writeAt(columnOffset(chunk, kFirstPermutationColumn + first), columns.data(),
                  width * count * sizeof(uint32_t));
  }
  file_.writeAt(chunk.offset + sizeof header, checksums_.data(), checksums_.size() * sizeof checksums_[0]);
  file_.writeAt(chunk.offset, &header, sizeof header);
  chunks_.push_back(chunk);
  writtenSize_ += chunkSize(count);
  documentCount_ += count;
}

size_t MinHashFile::largestChunkDocuments() const {
  size_t largest = 0;
  for (const Chunk& chunk : chunks_) largest = std::max<size_t>(largest, chunk.documents);
  return largest;
}

void MinHashFile::readIds(size_t chunk, uint32_t* ids) {
  readChecked(chunks_[chunk], kIdColumn, 1, ids, chunks_[chunk].documents * sizeof *ids);
}

void MinHashFile::readFingerprints(size_t chunk, uint64_t* fingerprints) {
  readChecked(chunks_[chunk], kFingerprintColumn, 1, fingerprints, chunks_[chunk].documents * sizeof *fingerprints);
}

void MinHashFile::readSketches(size_t chunk, SignatureSketch* sketches) {
  readChecked(chunks_[chunk], kSketchColumn, 1, sketches, chunks_[chunk].documents * sizeof *sketches);
}

void MinHashFile::readColumns(size_t chunk, size_t first, size_t count, uint32_t* columns) {
  readChecked(chunks_[chunk], kFirstPermutationColumn + first, count, columns,
              chunks_[chunk].documents * sizeof *columns);
}

void MinHashFile::readChecked(const Chunk& chunk, size_t firstColumn, size_t count, void* data, size_t columnSize) {
  checksums_.resize(count);
  file_.readAt(chunk.offset + sizeof(ChunkHeader) + firstColumn * sizeof(uint64_t), checksums_.data(),
               count * sizeof(uint64_t));
  file_.readAt(columnOffset(chunk, firstColumn), data, count * columnSize);
  for (size_t column = 0; column < count; column++) {
    if (checksumOf(static_cast<uint8_t*>(data) + column * columnSize, columnSize) == checksums_[column]) continue;
    fail(kIndexCorruptError, "is damaged after byte " + std::to_string(columnOffset(chunk, firstColumn + column)) +
                                 ". Delete it and build the index anew.");
  }
}

uint64_t MinHashFile::chunkSize(uint64_t documents) const {
  return sizeof(ChunkHeader) + columnCount() * sizeof(uint64_t) + documents * documentBytes(columnCount());
}

uint64_t MinHashFile::columnOffset(const Chunk& chunk, size_t column) const {
  const uint64_t columns = chunk.offset + sizeof(ChunkHeader) + columnCount() * sizeof(uint64_t);
  return columns + chunk.documents * documentBytes(column);
}

uint64_t MinHashFile::documentBytes(size_t columns) {
  uint64_t bytes = columns > kFirstPermutationColumn ? (columns - kFirstPermutationColumn) * sizeof(uint32_t) : 0;
  for (size_t column = 0; column < std::min(columns, kFirstPermutationColumn); column++) bytes += kColumnBytes[column];
  return bytes;
}

void MinHashFile::fail(const char* code, const std::string& what) const {
  throw DuplicateError(code, file_.name() + " " + what);
}

}  // namespace codeshell
