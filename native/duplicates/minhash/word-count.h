#pragma once

#include <cstddef>
#include <cstdint>

#include "duplicates/minhash/options.h"

namespace codeshell {

/// Whether the document has `count` words at least. A word is a token that holds a letter, a digit or an underscore;
/// those outside ASCII count if they are in tokens of this kind. Reads no further than it must.
bool hasWords(TokenKind kind, const uint8_t* data, size_t size, size_t count);

}  // namespace codeshell
