#include "ngram/file.h"

#ifdef _WIN32
#include <io.h>
#else
#include <unistd.h>
#endif

#include <atomic>
#include <cerrno>
#include <cstring>
#include <random>
#include <system_error>

#include "ngram/error.h"

namespace codeshell {
namespace {

std::FILE* openFile(const std::filesystem::path& path, NgramFile::Mode mode) {
#ifdef _WIN32
  return _wfopen(path.c_str(), mode == NgramFile::Mode::kRead ? L"rb" : L"w+b");
#else
  return std::fopen(path.c_str(), mode == NgramFile::Mode::kRead ? "rb" : "w+b");
#endif
}

std::filesystem::path partialPathOf(const std::filesystem::path& path) {
  std::filesystem::path partial = path;
  partial += ".partial";
  return partial;
}

}  // namespace

std::filesystem::path pathOfUtf8(const std::string& name) {
  return std::filesystem::path(std::u8string(name.begin(), name.end()));
}

std::string utf8OfPath(const std::filesystem::path& path) {
  const std::u8string name = path.u8string();
  return std::string(name.begin(), name.end());
}

NgramFile::NgramFile(const std::filesystem::path& path, Mode mode)
    : path_(path), mode_(mode), file_(openFile(path, mode)) {
  if (file_ == nullptr) fail(mode == Mode::kRead ? "open" : "create");
#ifndef _WIN32
  // Without a name it goes even with a process that is killed.
  std::error_code ignored;
  if (mode == Mode::kTemporary) std::filesystem::remove(path, ignored);
#endif
  // The callers read and write in blocks of their own.
  std::setvbuf(file_, nullptr, _IONBF, 0);
}

NgramFile::~NgramFile() {
  if (file_ != nullptr) std::fclose(file_);
  std::error_code ignored;
  if (mode_ == Mode::kTemporary) std::filesystem::remove(path_, ignored);
}

void NgramFile::fail(const char* action) const {
  const int number = errno;
  throw NgramError(kNgramFileError,
                   std::string("Cannot ") + action + " " + utf8OfPath(path_) + ": " + std::strerror(number));
}

void NgramFile::seek(uint64_t position) {
#ifdef _WIN32
  const int result = _fseeki64(file_, static_cast<int64_t>(position), SEEK_SET);
#else
  const int result = fseeko(file_, static_cast<off_t>(position), SEEK_SET);
#endif
  if (result != 0) fail("read");
}

void NgramFile::write(const void* data, size_t size) {
  if (size == 0) return;
  if (std::fwrite(data, 1, size, file_) != size) fail("write to");
  sizeBytes_ += size;
}

void NgramFile::writeAt(uint64_t position, const void* data, size_t size) {
  seek(position);
  if (std::fwrite(data, 1, size, file_) != size) fail("write to");
  seek(sizeBytes_);
}

void NgramFile::readAt(uint64_t position, void* data, size_t size) {
  seek(position);
  errno = 0;
  if (std::fread(data, 1, size, file_) != size) fail("read");
}

size_t NgramFile::readSome(void* data, size_t size) {
  const size_t count = std::fread(data, 1, size, file_);
  if (count < size && std::ferror(file_) != 0) fail("read");
  return count;
}

void NgramFile::truncate(uint64_t position) {
  if (std::fflush(file_) != 0) fail("write to");
#ifdef _WIN32
  const int result = _chsize_s(_fileno(file_), static_cast<int64_t>(position));
#else
  const int result = ftruncate(fileno(file_), static_cast<off_t>(position));
#endif
  if (result != 0) fail("write to");
  sizeBytes_ = position;
  seek(position);
}

void NgramFile::close() {
  if (file_ == nullptr) return;
  std::FILE* file = file_;
  file_ = nullptr;
  if (std::fclose(file) != 0) fail("close");
}

TemporaryFolder::TemporaryFolder(const std::filesystem::path& parent) {
  static std::atomic<uint64_t> folderCount{0};
  const uint64_t salt = std::random_device()();
  path_ = parent / ("codeshell-ngram-" + std::to_string(salt) + "-" + std::to_string(folderCount.fetch_add(1)));
  std::error_code error;
  std::filesystem::create_directories(path_, error);
  if (error) {
    throw NgramError(kNgramFileError,
                     "Cannot create the temporary folder " + utf8OfPath(path_) + ": " + error.message());
  }
}

TemporaryFolder::~TemporaryFolder() {
  // Nothing can be done about a file that does not go; the owner of the parent folder may clear it.
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::filesystem::path TemporaryFolder::nextFile() { return path_ / std::to_string(fileCount_++); }

NgramOutputFile::NgramOutputFile(const std::filesystem::path& path)
    : path_(path), partialPath_(partialPathOf(path)), file_(partialPath_, NgramFile::Mode::kCreate) {}

NgramOutputFile::~NgramOutputFile() {
  if (isFinished_) return;
  std::error_code ignored;
  try {
    file_.close();
  } catch (const NgramError&) {
    // The file is thrown away.
  }
  std::filesystem::remove(partialPath_, ignored);
}

void NgramOutputFile::finish() {
  file_.close();
  std::error_code error;
  std::filesystem::rename(partialPath_, path_, error);
  if (error) throw NgramError(kNgramFileError, "Cannot write " + utf8OfPath(path_) + ": " + error.message());
  isFinished_ = true;
}

}  // namespace codeshell
