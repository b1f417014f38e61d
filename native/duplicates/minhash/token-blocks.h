#pragma once

#include "base/bit-scan.h"
#include "duplicates/minhash/hash.h"
#include "duplicates/minhash/kernels.h"

/// The tokenizer for kernels that look at 64 bytes at once. Internal linkage for the reason given in
/// text/utf8-character.h.
namespace codeshell {
namespace {

inline constexpr size_t kTokenScanBytes = 64;

/// Masks that keep the first `length` bytes of a block of 16.
struct TokenMasks {
  uint64_t words[kTokenBlockBytes + 1][2];
};

constexpr TokenMasks makeTokenMasks() {
  TokenMasks masks{};
  for (size_t length = 0; length <= kTokenBlockBytes; length++) {
    for (size_t byte = 0; byte < length; byte++) masks.words[length][byte / 8] |= uint64_t{0xFF} << (byte % 8 * 8);
  }
  return masks;
}

inline constexpr TokenMasks kTokenMasks = makeTokenMasks();

inline uint64_t hashTokenAt(const TokenScan& scan, size_t start, size_t end) {
  const size_t length = end - start;
  const uint8_t* token = scan.data + start;
  if (length > kTokenBlockBytes || start + kTokenBlockBytes > scan.size) return hashLongToken(token, length);
  const uint64_t* masks = kTokenMasks.words[length];
  return hashTokenBlock(0, loadWord(token) & masks[0], loadWord(token + 8) & masks[1]);
}

/// `findSeparators(block)` has bit i set if byte i of the 64 bytes at `block` ends a token.
template <typename FindSeparators>
inline size_t hashTokensInBlocks(TokenScan& scan, uint64_t* hashes, size_t capacity, FindSeparators findSeparators) {
  size_t count = 0;
  size_t start = scan.tokenStart;
  size_t position = scan.position;
  while (position < scan.size && capacity - count >= kMinTokenCapacity) {
    const size_t remaining = scan.size - position;
    uint64_t separators;
    if (remaining >= kTokenScanBytes) {
      separators = findSeparators(scan.data + position);
    } else {
      uint8_t padded[kTokenScanBytes] = {};
      memcpy(padded, scan.data + position, remaining);
      separators = findSeparators(padded) & ((uint64_t{1} << remaining) - 1);
    }
    for (; separators != 0; separators &= separators - 1) {
      const size_t end = position + trailingZeros(separators);
      hashes[count++] = hashTokenAt(scan, start, end);
      start = end + 1;
    }
    position += remaining < kTokenScanBytes ? remaining : kTokenScanBytes;
  }
  if (position >= scan.size && count < capacity) {
    hashes[count++] = hashTokenAt(scan, start, scan.size);
    scan.isFinished = true;
  }
  scan.tokenStart = start;
  scan.position = position;
  return count;
}

/// Bit i is that of byte i of a block.
struct WordBytes {
  uint64_t words;
  uint64_t blanks;
};

/// `findWords(block)` gives the `WordBytes` of the 64 bytes at `block`.
template <typename FindWords>
inline size_t hashWordsInBlocks(TokenScan& scan, uint64_t* hashes, size_t capacity, FindWords findWords) {
  size_t count = 0;
  while (scan.position < scan.size && capacity - count >= kMinTokenCapacity) {
    const size_t position = scan.position;
    const size_t remaining = scan.size - position;
    WordBytes bytes;
    if (remaining >= kTokenScanBytes) {
      bytes = findWords(scan.data + position);
    } else {
      // Zeros are blanks.
      uint8_t padded[kTokenScanBytes] = {};
      memcpy(padded, scan.data + position, remaining);
      bytes = findWords(padded);
    }
    scan.position += remaining < kTokenScanBytes ? remaining : kTokenScanBytes;
    const uint64_t others = ~bytes.words;
    if (scan.isInWord && others == 0) continue;
    const uint64_t marks = others & ~bytes.blanks;
    uint64_t starts = (bytes.words & ~(bytes.words << 1)) | marks;
    if (scan.isInWord) {
      hashes[count++] = hashTokenAt(scan, scan.tokenStart, position + trailingZeros(others));
      // Not a start, if the word goes on at the first byte.
      starts &= ~(bytes.words & 1);
      scan.isInWord = false;
    }
    for (; starts != 0; starts &= starts - 1) {
      const size_t first = trailingZeros(starts);
      const uint64_t rest = others >> first;
      if (rest == 0) {
        scan.tokenStart = position + first;
        scan.isInWord = true;
        break;
      }
      const size_t length = trailingZeros(rest);
      hashes[count++] = hashTokenAt(scan, position + first, position + first + (length == 0 ? 1 : length));
    }
  }
  if (scan.position >= scan.size && count < capacity) {
    if (scan.isInWord) hashes[count++] = hashTokenAt(scan, scan.tokenStart, scan.size);
    scan.isFinished = true;
  }
  return count;
}

}  // namespace
}  // namespace codeshell
