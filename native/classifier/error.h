#pragma once

#include "base/kernel-error.h"

namespace codeshell {

/// What can go wrong with a classifier that its user can mend; `code` is one of those that
/// `native/classifier/classifier.ts` publishes.
class ClassifierError : public KernelError {
 public:
  using KernelError::KernelError;
};

inline constexpr const char* kClassifierFileError = "CLASSIFIER_FILE";
inline constexpr const char* kClassifierForeign = "CLASSIFIER_FOREIGN";
inline constexpr const char* kClassifierVersion = "CLASSIFIER_VERSION";
inline constexpr const char* kClassifierTruncated = "CLASSIFIER_TRUNCATED";
inline constexpr const char* kClassifierCorrupt = "CLASSIFIER_CORRUPT";
inline constexpr const char* kClassifierMemory = "CLASSIFIER_MEMORY";
inline constexpr const char* kClassifierExamples = "CLASSIFIER_EXAMPLES";
inline constexpr const char* kClassifierClosed = "CLASSIFIER_CLOSED";

inline constexpr ResourceErrorCodes kClassifierResourceErrors{kClassifierMemory, kClassifierFileError};

}  // namespace codeshell
