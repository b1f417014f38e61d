#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>

namespace codeshell {

/// A file in the address space, read-only. Another process that shortens it meanwhile makes a read fail hard: it is for
/// files that are replaced, never rewritten.
class MappedFile {
 public:
  /// Throws FileError if the file cannot be opened.
  explicit MappedFile(const std::filesystem::path& path);
  ~MappedFile();
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;

  /// nullptr for an empty file.
  const uint8_t* data() const { return data_; }
  size_t sizeBytes() const { return sizeBytes_; }

 private:
  const uint8_t* data_ = nullptr;
  size_t sizeBytes_ = 0;
};

}  // namespace codeshell
