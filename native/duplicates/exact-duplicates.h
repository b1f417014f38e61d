#pragma once

#include <cstdint>
#include <vector>

#include "base/cancel-switch.h"
#include "base/content-hash.h"
#include "duplicates/error.h"

namespace codeshell {

/// Writes 16 bytes: both halves, each in little-endian order.
void storeContentHash(const ContentHash& hash, uint8_t* bytes);

/// For each document the one that is kept among those with the same 16 bytes of `hashes`, maybe itself: that with the
/// smallest rank, then the first. `ranks` has a number for each document or is empty. Throws DuplicateError for more
/// documents than 32 bits can number.
std::vector<uint32_t> findExactDuplicates(const std::vector<uint8_t>& hashes, const std::vector<double>& ranks,
                                          const CancelSwitch& cancelled);

}  // namespace codeshell
