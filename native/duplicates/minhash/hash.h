#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

#include "base/mix-bits.h"

/// The hashes of tokens and shingles; test/native/duplicates/minhash-reference.ts states them in TypeScript. They are
/// part of the file format: a change raises `kMinHashVersion`. Internal linkage, and no inline function of the standard
/// library, for the reason given in text/utf8-character.h.
namespace codeshell {
namespace {

/// Both have a byte that no token contains, so that no token makes a factor of the product 0.
inline constexpr uint64_t kTokenKeys[2] = {0x9E3779B97F4A7C15u, 0xD1B54A32D192ED03u};
/// 3 modulo 8, so that swapping two tokens of a shingle loses few bits of their difference.
inline constexpr uint64_t kShingleMultiplier = 0xF1357AEA2E62A9CBu;
inline constexpr size_t kTokenBlockBytes = 16;

inline uint64_t hashTokenBlock(uint64_t hash, uint64_t low, uint64_t high) {
  return multiplyFold(low ^ hash ^ kTokenKeys[0], high ^ kTokenKeys[1]);
}

/// The token's bytes in blocks of 16, the last one filled with zeros; the empty token is one block of zeros. Zeros are
/// in no token, so the filling is unambiguous.
inline uint64_t hashLongToken(const uint8_t* token, size_t size) {
  uint64_t hash = 0;
  for (; size > kTokenBlockBytes; size -= kTokenBlockBytes, token += kTokenBlockBytes) {
    hash = hashTokenBlock(hash, loadWord(token), loadWord(token + 8));
  }
  uint8_t last[kTokenBlockBytes] = {};
  if (size > 0) memcpy(last, token, size);
  return hashTokenBlock(hash, loadWord(last), loadWord(last + 8));
}

}  // namespace
}  // namespace codeshell
