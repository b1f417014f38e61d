#include "base/files/output-file.h"

#include <system_error>

namespace codeshell {
namespace {

std::filesystem::path partialPathOf(const std::filesystem::path& path) {
  std::filesystem::path partial = path;
  partial += ".partial";
  return partial;
}

}  // namespace

OutputFile::OutputFile(const std::filesystem::path& path)
    : path_(path), partialPath_(partialPathOf(path)), file_(partialPath_, File::Mode::kCreate) {}

OutputFile::~OutputFile() {
  if (isFinished_) return;
  try {
    file_.close();
  } catch (const FileError&) {
    // The file is thrown away.
  }
  std::error_code ignored;
  std::filesystem::remove(partialPath_, ignored);
}

void OutputFile::finish() {
  file_.close();
  std::error_code error;
  std::filesystem::rename(partialPath_, path_, error);
  if (error) throw FileError("Cannot write " + utf8OfPath(path_) + ": " + error.message() + ".");
  isFinished_ = true;
}

}  // namespace codeshell
