#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/files/file.h"
#include "ngram/task.h"

namespace codeshell {

/// The lines of a text file, of any length and line ends, with their numbers for errors.
class ArpaLines {
 public:
  ArpaLines(const std::filesystem::path& path, const NgramTask& task);

  /// The next line without its end, valid until the next call; false at the end of the file.
  bool read(std::string_view& line);
  /// The next line that is not blank. Throws at the end of the file.
  std::string_view readNonBlank();
  /// Gives the line that was read last once more.
  void unread();
  /// Throws an NgramError that names the file and the line.
  [[noreturn]] void fail(const std::string& reason) const;

  /// Without blanks at either end.
  static std::string_view trim(std::string_view line);
  /// For messages.
  static std::string quoteStart(std::string_view line);

 private:
  bool fillBuffer();

  std::filesystem::path path_;
  File file_;
  const NgramTask* task_;
  std::vector<char> buffer_;
  size_t lastBegin_ = 0;
  size_t begin_ = 0;
  size_t end_ = 0;
  uint64_t lineNumber_ = 0;
};

}  // namespace codeshell
