#pragma once

#include <filesystem>

#include "base/files/file.h"

namespace codeshell {

/// A file that appears under its name only once it is complete; an unfinished one is removed. Until then it has the
/// ending `.partial`.
class OutputFile {
 public:
  /// Throws FileError.
  explicit OutputFile(const std::filesystem::path& path);
  ~OutputFile();
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;

  File& file() { return file_; }
  void finish();

 private:
  std::filesystem::path path_;
  std::filesystem::path partialPath_;
  File file_;
  bool isFinished_ = false;
};

}  // namespace codeshell
