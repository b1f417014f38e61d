#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <string>

#include "base/files/file-error.h"
#include "base/files/file-path.h"

namespace codeshell {

/// A binary file for reading and writing at any place; not for several threads at once. It has no buffer: the callers
/// read and write in blocks of their own. Every failure is a FileError.
class File {
 public:
  /// An existing one to read; one to read and write, made if it is missing; an empty one; an empty one that goes when
  /// it is closed.
  enum class Mode { kRead, kUpdate, kCreate, kTemporary };
  File(const std::filesystem::path& path, Mode mode);
  ~File();
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  /// At the end.
  void write(const void* data, size_t size) { writeAt(sizeBytes_, data, size); }
  void writeAt(uint64_t position, const void* data, size_t size);
  /// Reads `size` bytes from `position`; fewer are an error.
  void readAt(uint64_t position, void* data, size_t size);
  /// Reads up to `size` bytes from where the last read ended, also where nothing but that can be done, as with a pipe;
  /// 0 at the end.
  size_t readSome(void* data, size_t size);
  /// 0 if it cannot be told, as for a pipe.
  uint64_t sizeBytes() const { return sizeBytes_; }
  /// Drops what lies behind `size`.
  void truncate(uint64_t size);
  /// Hands what was written to the system.
  void flush();
  void close();

  /// The path in UTF-8, for messages.
  std::string name() const { return utf8OfPath(path_); }

 private:
  enum class Access { kNone, kRead, kWrite };

  void measure();
  /// Between reading and writing a stream must seek, too.
  void seek(uint64_t position, Access access);

  std::filesystem::path path_;
  Mode mode_;
  std::FILE* file_ = nullptr;
  uint64_t sizeBytes_ = 0;
  /// Of the stream, after the last access.
  uint64_t position_ = 0;
  Access lastAccess_ = Access::kNone;
};

}  // namespace codeshell
