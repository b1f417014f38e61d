#pragma once

#include <stdexcept>
#include <string>

namespace codeshell {

/// What can go wrong that the caller of a kernel can mend; `code` is one of those that the kernel's module in `native/`
/// publishes.
class KernelError : public std::runtime_error {
 public:
  KernelError(const char* code, const std::string& message) : std::runtime_error(message), code_(code) {}
  /// A string literal.
  const char* code() const { return code_; }

 private:
  const char* code_;
};

/// The errors of one room. Each is a type of its own, so that what one room throws is not caught as another's.
template <typename Room>
class RoomError : public KernelError {
 public:
  using KernelError::KernelError;
};

/// The codes of a room for what can stop any of its kernels.
struct ResourceErrorCodes {
  const char* memory;
  /// Of a FileError.
  const char* file;
};

}  // namespace codeshell
