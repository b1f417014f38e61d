#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <string>

namespace codeshell {

/// A binary file for reading and writing at any place; not for several threads at once. Throws DuplicateError with the
/// name of the file and what the system says.
class DiskFile {
 public:
  enum class Mode { kOpenExisting, kCreate };

  DiskFile(std::filesystem::path path, Mode mode);
  ~DiskFile();
  DiskFile(const DiskFile&) = delete;
  DiskFile& operator=(const DiskFile&) = delete;

  uint64_t size();
  /// Fails if the file ends before.
  void readAt(uint64_t offset, void* data, size_t size);
  void writeAt(uint64_t offset, const void* data, size_t size);
  /// Hands what was written to the system.
  void flush();
  /// Gives back the space behind `size`, if the system lets it.
  void truncate(uint64_t size) noexcept;

  /// The path in UTF-8, for messages.
  std::string name() const;

 private:
  void seek(uint64_t offset);
  [[noreturn]] void fail(const char* what) const;

  std::filesystem::path path_;
  std::FILE* file_;
};

/// Paths from JavaScript are UTF-8 on every system.
std::filesystem::path pathFromUtf8(const std::string& text);

}  // namespace codeshell
