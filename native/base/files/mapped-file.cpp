#include "base/files/mapped-file.h"

#ifdef _WIN32
#ifndef NOMINMAX
#define NOMINMAX
#endif
#include <windows.h>
#else
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#endif

#include <string>
#include <system_error>

#include "base/files/file-error.h"
#include "base/files/file-path.h"

namespace codeshell {
namespace {

[[noreturn]] void fail(const std::filesystem::path& path, const std::string& reason) {
  throw FileError("Cannot open " + utf8OfPath(path) + ": " + reason + ".");
}

}  // namespace

#ifdef _WIN32

MappedFile::MappedFile(const std::filesystem::path& path) {
  const auto reason = [] { return std::system_category().message(static_cast<int>(GetLastError())); };
  const HANDLE file = CreateFileW(path.c_str(), GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_DELETE, nullptr,
                                  OPEN_EXISTING, FILE_ATTRIBUTE_NORMAL, nullptr);
  if (file == INVALID_HANDLE_VALUE) fail(path, reason());
  LARGE_INTEGER size;
  if (!GetFileSizeEx(file, &size)) {
    const std::string why = reason();
    CloseHandle(file);
    fail(path, why);
  }
  sizeBytes_ = static_cast<size_t>(size.QuadPart);
  if (sizeBytes_ > 0) {
    const HANDLE mapping = CreateFileMappingW(file, nullptr, PAGE_READONLY, 0, 0, nullptr);
    if (mapping != nullptr) {
      data_ = static_cast<const uint8_t*>(MapViewOfFile(mapping, FILE_MAP_READ, 0, 0, 0));
      CloseHandle(mapping);
    }
    if (data_ == nullptr) {
      const std::string why = reason();
      CloseHandle(file);
      fail(path, why);
    }
  }
  CloseHandle(file);
}

MappedFile::~MappedFile() {
  if (data_ != nullptr) UnmapViewOfFile(data_);
}

#else

MappedFile::MappedFile(const std::filesystem::path& path) {
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) fail(path, std::strerror(errno));
  struct stat status;
  if (fstat(file, &status) != 0 || S_ISDIR(status.st_mode)) {
    const std::string why = S_ISDIR(status.st_mode) ? "it is a folder" : std::strerror(errno);
    close(file);
    fail(path, why);
  }
  sizeBytes_ = static_cast<size_t>(status.st_size);
  if (sizeBytes_ > 0) {
    void* const mapping = mmap(nullptr, sizeBytes_, PROT_READ, MAP_SHARED, file, 0);
    if (mapping == MAP_FAILED) {
      const std::string why = std::strerror(errno);
      close(file);
      fail(path, why);
    }
    data_ = static_cast<const uint8_t*>(mapping);
  }
  close(file);
}

MappedFile::~MappedFile() {
  if (data_ != nullptr) munmap(const_cast<uint8_t*>(data_), sizeBytes_);
}

#endif

}  // namespace codeshell
