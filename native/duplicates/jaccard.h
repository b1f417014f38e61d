#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "duplicates/minhash/shingles.h"

namespace codeshell {

/// The distinct shingle hashes of a document, ascending.
std::vector<uint64_t> collectShingles(MinHashShingles& shingles, const uint8_t* data, size_t size);

/// Size of the intersection over the size of the union; 1 for two empty sets.
double computeJaccard(const std::vector<uint64_t>& first, const std::vector<uint64_t>& second);

}  // namespace codeshell
