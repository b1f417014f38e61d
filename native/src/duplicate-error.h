#pragma once

#include <atomic>
#include <exception>
#include <stdexcept>
#include <string>

namespace codeshell {

/// What can go wrong with an index of signatures that its user can mend; `code` is one of those that
/// `native/near-duplicates.ts` publishes.
class DuplicateError : public std::runtime_error {
 public:
  DuplicateError(const char* code, const std::string& message) : std::runtime_error(message), code_(code) {}
  const char* code() const { return code_; }

 private:
  const char* code_;
};

inline constexpr const char* kIndexFileError = "INDEX_FILE";
inline constexpr const char* kIndexForeign = "INDEX_FOREIGN";
inline constexpr const char* kIndexVersion = "INDEX_VERSION";
inline constexpr const char* kIndexOptions = "INDEX_OPTIONS";
inline constexpr const char* kIndexTruncated = "INDEX_TRUNCATED";
inline constexpr const char* kIndexCorrupt = "INDEX_CORRUPT";
inline constexpr const char* kIndexClosed = "INDEX_CLOSED";
inline constexpr const char* kIndexMemory = "INDEX_MEMORY";
inline constexpr const char* kIndexDuplicateId = "INDEX_DUPLICATE_ID";
inline constexpr const char* kIndexState = "INDEX_STATE";

/// Thrown out of work that its caller cancelled.
class Cancelled : public std::exception {
 public:
  const char* what() const noexcept override { return "cancelled"; }
};

using CancelSwitch = std::atomic<bool>;

inline void throwIfCancelled(const CancelSwitch& cancelled) {
  if (cancelled.load(std::memory_order_relaxed)) throw Cancelled();
}

}  // namespace codeshell
