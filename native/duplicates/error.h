#pragma once

#include "base/kernel-error.h"

namespace codeshell {

/// What can go wrong with an index of signatures that its user can mend; `code` is one of those that
/// `native/duplicates/near-duplicates.ts` publishes.
class DuplicateError : public KernelError {
 public:
  using KernelError::KernelError;
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

inline constexpr ResourceErrorCodes kIndexResourceErrors{kIndexMemory, kIndexFileError};

}  // namespace codeshell
