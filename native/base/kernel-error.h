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

/// The codes of a room for what can stop any of its kernels.
struct ResourceErrorCodes {
  const char* memory;
  /// Of a FileError.
  const char* file;
};

}  // namespace codeshell
