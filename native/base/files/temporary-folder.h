#pragma once

#include <cstdint>
#include <filesystem>

namespace codeshell {

/// A folder of its own inside a given one, which it creates if need be; removed with all its files at the end.
class TemporaryFolder {
 public:
  /// Throws FileError.
  explicit TemporaryFolder(const std::filesystem::path& parent);
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }
  /// A name that no other file in the folder has.
  std::filesystem::path nextFile();

  /// Removes those in `parent`, which a process that was killed leaves behind. For parents that one process at a time
  /// uses.
  static void removeAbandoned(const std::filesystem::path& parent);

 private:
  std::filesystem::path path_;
  uint64_t fileCount_ = 0;
};

}  // namespace codeshell
