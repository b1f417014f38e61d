#pragma once

#include <cstddef>
#include <cstdint>

namespace codeshell {

/// One 64-bit key for the `rows` numbers of each document; number r of document i is `columns[r * count + i]`.
/// Documents with the same numbers have the same key, others differ but by chance: among n documents about n² / 2^65
/// pairs.
void hashBand(const uint32_t* columns, size_t rows, size_t count, uint64_t* keys);

}  // namespace codeshell
