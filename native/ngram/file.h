#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <string>

namespace codeshell {

/// A file name as JavaScript gives it.
std::filesystem::path pathOfUtf8(const std::string& name);
std::string utf8OfPath(const std::filesystem::path& path);

/// A file read and written at positions in the order of the calls. Every failure is an NgramError that names the file.
class NgramFile {
 public:
  /// A temporary file goes when it is closed.
  enum class Mode { kRead, kCreate, kTemporary };
  NgramFile(const std::filesystem::path& path, Mode mode);
  ~NgramFile();
  NgramFile(const NgramFile&) = delete;
  NgramFile& operator=(const NgramFile&) = delete;

  void write(const void* data, size_t size);
  /// Reads `size` bytes from `position`; fewer are an error.
  void readAt(uint64_t position, void* data, size_t size);
  /// Reads up to `size` bytes onwards and returns their number: 0 at the end.
  size_t readSome(void* data, size_t size);
  void writeAt(uint64_t position, const void* data, size_t size);
  /// Position after everything written by `write`.
  uint64_t sizeBytes() const { return sizeBytes_; }
  /// Drops what was written from `position` on.
  void truncate(uint64_t position);
  void close();

 private:
  void seek(uint64_t position);
  [[noreturn]] void fail(const char* action) const;

  std::filesystem::path path_;
  Mode mode_;
  std::FILE* file_ = nullptr;
  uint64_t sizeBytes_ = 0;
};

/// A folder of its own inside a given one, which it creates if need be; removed with all its files at the end.
class TemporaryFolder {
 public:
  explicit TemporaryFolder(const std::filesystem::path& parent);
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  /// A name that no other file in the folder has.
  std::filesystem::path nextFile();

 private:
  std::filesystem::path path_;
  uint64_t fileCount_ = 0;
};

/// A file that appears under its name only once it is complete; an unfinished one is removed.
class NgramOutputFile {
 public:
  explicit NgramOutputFile(const std::filesystem::path& path);
  ~NgramOutputFile();
  NgramOutputFile(const NgramOutputFile&) = delete;
  NgramOutputFile& operator=(const NgramOutputFile&) = delete;

  NgramFile& file() { return file_; }
  void finish();

 private:
  std::filesystem::path path_;
  std::filesystem::path partialPath_;
  NgramFile file_;
  bool isFinished_ = false;
};

}  // namespace codeshell
