#include "duplicates/disk-file.h"

#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

#include "duplicates/error.h"

namespace codeshell {
namespace {

std::FILE* openFile(const std::filesystem::path& path, DiskFile::Mode mode) {
#if defined(_WIN32)
  return _wfopen(path.c_str(), mode == DiskFile::Mode::kCreate ? L"w+b" : L"r+b");
#else
  return std::fopen(path.c_str(), mode == DiskFile::Mode::kCreate ? "w+b" : "r+b");
#endif
}

int seekFile(std::FILE* file, uint64_t offset, int origin) {
#if defined(_WIN32)
  return _fseeki64(file, static_cast<int64_t>(offset), origin);
#else
  return fseeko(file, static_cast<off_t>(offset), origin);
#endif
}

int64_t tellFile(std::FILE* file) {
#if defined(_WIN32)
  return _ftelli64(file);
#else
  return ftello(file);
#endif
}

}  // namespace

DiskFile::DiskFile(std::filesystem::path path, Mode mode) : path_(std::move(path)), file_(openFile(path_, mode)) {
  if (file_ == nullptr) fail(mode == Mode::kCreate ? "cannot be created" : "cannot be opened");
  // All accesses are large; a second buffer would only copy.
  std::setvbuf(file_, nullptr, _IONBF, 0);
}

DiskFile::~DiskFile() { std::fclose(file_); }

uint64_t DiskFile::size() {
  if (seekFile(file_, 0, SEEK_END) != 0) fail("cannot be measured");
  const int64_t size = tellFile(file_);
  if (size < 0) fail("cannot be measured");
  return static_cast<uint64_t>(size);
}

void DiskFile::readAt(uint64_t offset, void* data, size_t size) {
  if (size == 0) return;
  seek(offset);
  errno = 0;
  if (std::fread(data, 1, size, file_) != size) {
    if (std::ferror(file_) != 0) fail("cannot be read");
    throw DuplicateError(kIndexTruncated, name() + " ends before byte " + std::to_string(offset + size) +
                                              ", which it says it has. Delete it and build the index anew.");
  }
}

void DiskFile::writeAt(uint64_t offset, const void* data, size_t size) {
  if (size == 0) return;
  seek(offset);
  errno = 0;
  if (std::fwrite(data, 1, size, file_) != size) fail("cannot be written");
}

void DiskFile::flush() {
  errno = 0;
  if (std::fflush(file_) != 0) fail("cannot be written");
}

void DiskFile::truncate(uint64_t size) noexcept {
  // What stays behind the end is overwritten by the next write.
  std::error_code ignored;
  std::filesystem::resize_file(path_, size, ignored);
}

std::string DiskFile::name() const {
  const std::u8string text = path_.u8string();
  return std::string(text.begin(), text.end());
}

void DiskFile::seek(uint64_t offset) {
  if (seekFile(file_, offset, SEEK_SET) != 0) fail("cannot be read at the place it should have");
}

void DiskFile::fail(const char* what) const {
  const int reason = errno;
  throw DuplicateError(kIndexFileError,
                       name() + " " + what + (reason == 0 ? "" : std::string(": ") + std::strerror(reason)) + ".");
}

std::filesystem::path pathFromUtf8(const std::string& text) {
  return std::filesystem::path(std::u8string(text.begin(), text.end()));
}

}  // namespace codeshell
