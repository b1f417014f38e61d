#include "base/files/file.h"

#ifdef _WIN32
#include <io.h>
#else
#include <unistd.h>
#endif

#include <algorithm>
#include <cerrno>
#include <system_error>

namespace codeshell {
namespace {

[[noreturn]] void fail(const std::string& name, const char* action) {
  const int number = errno;
  const std::string reason = number == 0 ? "the system says no reason" : std::generic_category().message(number);
  throw FileError(std::string("Cannot ") + action + " " + name + ": " + reason + ".");
}

std::FILE* openStream(const std::filesystem::path& path, const char* mode) {
#ifdef _WIN32
  return _wfopen(path.c_str(), std::wstring(mode, mode + std::char_traits<char>::length(mode)).c_str());
#else
  return std::fopen(path.c_str(), mode);
#endif
}

std::FILE* openStream(const std::filesystem::path& path, File::Mode mode) {
  if (mode == File::Mode::kRead) return openStream(path, "rb");
  if (mode != File::Mode::kUpdate) return openStream(path, "w+b");
  std::FILE* const existing = openStream(path, "r+b");
  return existing != nullptr || errno != ENOENT ? existing : openStream(path, "w+b");
}

int seekStream(std::FILE* file, uint64_t position, int origin) {
#ifdef _WIN32
  return _fseeki64(file, static_cast<int64_t>(position), origin);
#else
  return fseeko(file, static_cast<off_t>(position), origin);
#endif
}

}  // namespace

File::File(const std::filesystem::path& path, Mode mode) : path_(path), mode_(mode) {
  errno = 0;
  file_ = openStream(path, mode);
  if (file_ == nullptr) fail(name(), mode == Mode::kRead || mode == Mode::kUpdate ? "open" : "create");
#ifndef _WIN32
  // Without a name it goes even with a process that is killed.
  std::error_code ignored;
  if (mode == Mode::kTemporary) std::filesystem::remove(path, ignored);
#endif
  std::setvbuf(file_, nullptr, _IONBF, 0);
  if (mode == Mode::kRead || mode == Mode::kUpdate) measure();
}

File::~File() {
  if (file_ != nullptr) std::fclose(file_);
  std::error_code ignored;
  if (mode_ == Mode::kTemporary) std::filesystem::remove(path_, ignored);
}

void File::measure() {
  if (seekStream(file_, 0, SEEK_END) != 0) return;
#ifdef _WIN32
  const int64_t size = _ftelli64(file_);
#else
  const int64_t size = ftello(file_);
#endif
  sizeBytes_ = static_cast<uint64_t>(std::max<int64_t>(0, size));
  if (seekStream(file_, 0, SEEK_SET) != 0) fail(name(), "read");
}

void File::seek(uint64_t position, Access access) {
  errno = 0;
  if (position_ != position || (lastAccess_ != access && lastAccess_ != Access::kNone)) {
    if (seekStream(file_, position, SEEK_SET) != 0) fail(name(), access == Access::kRead ? "read" : "write to");
  }
  position_ = position;
  lastAccess_ = access;
}

void File::writeAt(uint64_t position, const void* data, size_t size) {
  if (size == 0) return;
  seek(position, Access::kWrite);
  const size_t count = std::fwrite(data, 1, size, file_);
  position_ += count;
  sizeBytes_ = std::max(sizeBytes_, position + count);
  if (count != size) fail(name(), "write to");
}

void File::readAt(uint64_t position, void* data, size_t size) {
  if (size == 0) return;
  seek(position, Access::kRead);
  const size_t count = readSome(data, size);
  if (count == size) return;
  throw FileError("Cannot read " + name() + ": it ends before byte " + std::to_string(position + size) + ".");
}

size_t File::readSome(void* data, size_t size) {
  seek(position_, Access::kRead);
  std::clearerr(file_);
  const size_t count = std::fread(data, 1, size, file_);
  position_ += count;
  if (count < size && std::ferror(file_) != 0) fail(name(), "read");
  return count;
}

void File::flush() {
  errno = 0;
  if (std::fflush(file_) != 0) fail(name(), "write to");
}

void File::truncate(uint64_t size) {
  flush();
#ifdef _WIN32
  const int result = _chsize_s(_fileno(file_), static_cast<int64_t>(size));
#else
  const int result = ftruncate(fileno(file_), static_cast<off_t>(size));
#endif
  if (result != 0) fail(name(), "write to");
  sizeBytes_ = size;
}

void File::close() {
  if (file_ == nullptr) return;
  std::FILE* file = file_;
  file_ = nullptr;
  errno = 0;
  if (std::fclose(file) != 0) fail(name(), "close");
}

}  // namespace codeshell
