#pragma once

#include <cstdint>
#include <cstring>

#if defined(_MSC_VER) && !defined(__clang__)
#include <intrin.h>
#endif

/// What hashes are made of. File formats depend on it. Internal linkage, and no inline function of the standard
/// library, for the reason given in text/utf8-character.h.
namespace codeshell {
namespace {

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

/// A step of hashing 8 bytes after the other.
inline uint64_t mixWord(uint64_t hash, uint64_t word) {
  hash = (hash ^ word) * 0xD6E8FEB86659FD93u;
  return hash ^ hash >> 32;
}

/// SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014).
inline uint64_t nextRandom(uint64_t& state) {
  state += 0x9E3779B97F4A7C15u;
  uint64_t value = state;
  value = (value ^ value >> 30) * 0xBF58476D1CE4E5B9u;
  value = (value ^ value >> 27) * 0x94D049BB133111EBu;
  return value ^ value >> 31;
}

inline uint64_t loadWord(const uint8_t* data) {
  uint64_t word;
  memcpy(&word, data, sizeof word);
  return word;
}

}  // namespace
}  // namespace codeshell
