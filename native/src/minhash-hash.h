#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

#if defined(_MSC_VER) && !defined(__clang__)
#include <intrin.h>
#endif

/// The hashes of tokens and shingles; test/native/minhash-reference.ts states them in TypeScript. They are part of the
/// file format: a change raises `kMinHashVersion`. Internal linkage, and no inline function of the standard library,
/// for the reason given in utf8-character.h.
namespace codeshell {
namespace {

/// Both have a byte that no token contains, so that no token makes a factor of the product 0.
inline constexpr uint64_t kTokenKeys[2] = {0x9E3779B97F4A7C15u, 0xD1B54A32D192ED03u};
/// 3 modulo 8, so that swapping two tokens of a shingle loses few bits of their difference.
inline constexpr uint64_t kShingleMultiplier = 0xF1357AEA2E62A9CBu;
inline constexpr size_t kTokenBlockBytes = 16;

/// High half of the product xor its low half (Wang Yi's wyhash calls it `mum`).
inline uint64_t multiplyFold(uint64_t a, uint64_t b) {
#if defined(_MSC_VER) && !defined(__clang__) && defined(_M_X64)
  uint64_t high;
  const uint64_t low = _umul128(a, b, &high);
  return low ^ high;
#elif defined(_MSC_VER) && !defined(__clang__)
  return a * b ^ __umulh(a, b);
#else
  __extension__ using Wide = unsigned __int128;
  const Wide product = static_cast<Wide>(a) * b;
  return static_cast<uint64_t>(product) ^ static_cast<uint64_t>(product >> 64);
#endif
}

/// The finalizer of MurmurHash3 (Appleby): spreads every bit over all others.
inline uint64_t mixBits(uint64_t hash) {
  hash = (hash ^ hash >> 33) * 0xFF51AFD7ED558CCDu;
  hash = (hash ^ hash >> 33) * 0xC4CEB9FE1A85EC53u;
  return hash ^ hash >> 33;
}

inline uint64_t hashTokenBlock(uint64_t hash, uint64_t low, uint64_t high) {
  return multiplyFold(low ^ hash ^ kTokenKeys[0], high ^ kTokenKeys[1]);
}

inline uint64_t loadWord(const uint8_t* data) {
  uint64_t word;
  memcpy(&word, data, sizeof word);
  return word;
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
