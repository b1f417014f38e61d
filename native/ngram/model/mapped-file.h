#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>

namespace codeshell {

/// A file in the address space, read-only. Another process that shortens it meanwhile makes a read fail hard, so model
/// files are replaced, never rewritten.
class NgramMappedFile {
 public:
  /// Throws NgramError if the file cannot be opened.
  explicit NgramMappedFile(const std::filesystem::path& path);
  ~NgramMappedFile();
  NgramMappedFile(const NgramMappedFile&) = delete;
  NgramMappedFile& operator=(const NgramMappedFile&) = delete;

  /// nullptr for an empty file.
  const uint8_t* data() const { return data_; }
  size_t sizeBytes() const { return sizeBytes_; }

 private:
  const uint8_t* data_ = nullptr;
  size_t sizeBytes_ = 0;
};

}  // namespace codeshell
