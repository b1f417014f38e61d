#pragma once

#include "base/kernel-error.h"

namespace codeshell {

/// What can go wrong with an n-gram model that its user can mend; `code` is one of those that `native/ngram/ngram.ts`
/// publishes.
using NgramError = RoomError<struct NgramRoom>;

inline constexpr const char* kNgramOptionError = "NGRAM_OPTION";
inline constexpr const char* kNgramMemoryError = "NGRAM_MEMORY";
inline constexpr const char* kNgramFileError = "NGRAM_FILE";
inline constexpr const char* kNgramFormatError = "NGRAM_FORMAT";
inline constexpr const char* kNgramVersionError = "NGRAM_VERSION";
inline constexpr const char* kNgramArpaError = "NGRAM_ARPA";
inline constexpr const char* kNgramEmptyError = "NGRAM_EMPTY";
inline constexpr const char* kNgramClosedError = "NGRAM_CLOSED";

inline constexpr ResourceErrorCodes kNgramResourceErrors{kNgramMemoryError, kNgramFileError};

}  // namespace codeshell
