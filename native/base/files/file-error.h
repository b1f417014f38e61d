#pragma once

#include <stdexcept>
#include <string>

namespace codeshell {

/// The system refuses a file or a folder. The message names it and says what the system says; the code that JavaScript
/// sees is that of the room whose call it was.
class FileError : public std::runtime_error {
 public:
  explicit FileError(const std::string& message) : std::runtime_error(message) {}
};

}  // namespace codeshell
