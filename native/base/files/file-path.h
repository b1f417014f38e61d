#pragma once

#include <filesystem>
#include <string>

namespace codeshell {

/// File names in JavaScript and in messages are UTF-8 on every system.
inline std::filesystem::path pathOfUtf8(const std::string& name) {
  return std::filesystem::path(std::u8string(name.begin(), name.end()));
}

inline std::string utf8OfPath(const std::filesystem::path& path) {
  const std::u8string name = path.u8string();
  return std::string(name.begin(), name.end());
}

}  // namespace codeshell
