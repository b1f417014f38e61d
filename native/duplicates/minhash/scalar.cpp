#include "duplicates/minhash/ascii.h"
#include "duplicates/minhash/hash.h"
#include "duplicates/minhash/kernels.h"

namespace codeshell {
namespace {

bool isTokenByte(uint8_t byte) { return byte >= 0x80 || isAsciiWordByte(byte); }

size_t hashTokensScalar(TokenScan& scan, uint64_t* hashes, size_t capacity) {
  size_t count = 0;
  for (; scan.position < scan.size && count + 1 < capacity; scan.position++) {
    if (isTokenByte(scan.data[scan.position])) continue;
    hashes[count++] = hashLongToken(scan.data + scan.tokenStart, scan.position - scan.tokenStart);
    scan.tokenStart = scan.position + 1;
  }
  if (scan.position >= scan.size) {
    hashes[count++] = hashLongToken(scan.data + scan.tokenStart, scan.size - scan.tokenStart);
    scan.isFinished = true;
  }
  return count;
}

size_t hashWordsScalar(TokenScan& scan, uint64_t* hashes, size_t capacity) {
  size_t count = 0;
  // A byte may end a word and be a mark, and a word may follow the last byte.
  for (; scan.position < scan.size && count + 2 < capacity; scan.position++) {
    const uint8_t byte = scan.data[scan.position];
    if (isTokenByte(byte)) {
      if (!scan.isInWord) scan.tokenStart = scan.position;
      scan.isInWord = true;
      continue;
    }
    if (scan.isInWord) hashes[count++] = hashLongToken(scan.data + scan.tokenStart, scan.position - scan.tokenStart);
    scan.isInWord = false;
    if (!isAsciiBlank(byte)) hashes[count++] = hashLongToken(scan.data + scan.position, 1);
  }
  if (scan.position >= scan.size) {
    if (scan.isInWord) hashes[count++] = hashLongToken(scan.data + scan.tokenStart, scan.size - scan.tokenStart);
    scan.isFinished = true;
  }
  return count;
}

void permuteScalar(const uint32_t* values, size_t valueCount, const uint32_t* multipliers, const uint32_t* addends,
                   uint32_t* minima, size_t permutations) {
  for (size_t permutation = 0; permutation < permutations; permutation++) {
    uint32_t minimum = minima[permutation];
    for (size_t index = 0; index < valueCount; index++) {
      const uint32_t permuted = multipliers[permutation] * values[index] + addends[permutation];
      minimum = permuted < minimum ? permuted : minimum;
    }
    minima[permutation] = minimum;
  }
}

}  // namespace

/// One byte at a time: the fallback for any processor, and the plain statement of what the others compute.
MinHashKernel minHashScalar() { return {"scalar", hashTokensScalar, hashWordsScalar, permuteScalar}; }

}  // namespace codeshell
