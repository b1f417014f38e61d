#include "base/files/temporary-folder.h"

#include <atomic>
#include <random>
#include <string>
#include <system_error>

#include "base/files/file-error.h"
#include "base/files/file-path.h"

namespace codeshell {
namespace {

constexpr const char* kEnding = ".spill";

}  // namespace

TemporaryFolder::TemporaryFolder(const std::filesystem::path& parent) {
  static std::atomic<uint64_t> folderCount{0};
  const uint64_t salt = std::random_device()();
  path_ = parent / ("codeshell-" + std::to_string(salt) + "-" + std::to_string(folderCount.fetch_add(1)) + kEnding);
  std::error_code error;
  std::filesystem::create_directories(path_, error);
  if (error) {
    throw FileError("Cannot create the temporary folder " + utf8OfPath(path_) + ": " + error.message() + ".");
  }
}

TemporaryFolder::~TemporaryFolder() {
  // Nothing can be done about a file that does not go; the owner of the parent folder may clear it.
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::filesystem::path TemporaryFolder::nextFile() { return path_ / std::to_string(fileCount_++); }

void TemporaryFolder::removeAbandoned(const std::filesystem::path& parent) {
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator(parent, ignored)) {
    if (entry.path().extension() == kEnding) std::filesystem::remove_all(entry.path(), ignored);
  }
}

}  // namespace codeshell
