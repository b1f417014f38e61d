#pragma once

#include "base/kernel-error.h"

namespace codeshell {

/// What can go wrong with a classifier that its user can mend; `code` is one of those that
/// `native/classifier/classifier.ts` publishes.
using ClassifierError = RoomError<struct ClassifierRoom>;

inline constexpr const char* kClassifierFileError = "CLASSIFIER_FILE";
inline constexpr const char* kClassifierForeignError = "CLASSIFIER_FOREIGN";
inline constexpr const char* kClassifierVersionError = "CLASSIFIER_VERSION";
inline constexpr const char* kClassifierTruncatedError = "CLASSIFIER_TRUNCATED";
inline constexpr const char* kClassifierCorruptError = "CLASSIFIER_CORRUPT";
inline constexpr const char* kClassifierMemoryError = "CLASSIFIER_MEMORY";
inline constexpr const char* kClassifierExamplesError = "CLASSIFIER_EXAMPLES";
inline constexpr const char* kClassifierClosedError = "CLASSIFIER_CLOSED";

inline constexpr ResourceErrorCodes kClassifierResourceErrors{kClassifierMemoryError, kClassifierFileError};

}  // namespace codeshell
