#pragma once

#include "base/kernel-error.h"

namespace codeshell {

/// What can go wrong with an index of signatures that its user can mend; `code` is one of those that
/// `native/duplicates/near-duplicates.ts` publishes.
using DuplicateError = RoomError<struct DuplicateRoom>;

inline constexpr const char* kIndexFileError = "INDEX_FILE";
inline constexpr const char* kIndexForeignError = "INDEX_FOREIGN";
inline constexpr const char* kIndexVersionError = "INDEX_VERSION";
inline constexpr const char* kIndexOptionsError = "INDEX_OPTIONS";
inline constexpr const char* kIndexTruncatedError = "INDEX_TRUNCATED";
inline constexpr const char* kIndexCorruptError = "INDEX_CORRUPT";
inline constexpr const char* kIndexClosedError = "INDEX_CLOSED";
inline constexpr const char* kIndexMemoryError = "INDEX_MEMORY";
inline constexpr const char* kIndexDuplicateIdError = "INDEX_DUPLICATE_ID";
inline constexpr const char* kIndexStateError = "INDEX_STATE";

inline constexpr ResourceErrorCodes kIndexResourceErrors{kIndexMemoryError, kIndexFileError};

}  // namespace codeshell
