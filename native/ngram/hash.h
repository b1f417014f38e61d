#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

/// Hashes of words and n-grams. They are part of the file format of models: a change of one needs a new format version.
namespace codeshell {

/// Spreads every bit over all others; the two constants are those of Degski's 64-bit mixer.
inline uint64_t mixHash(uint64_t hash) {
  hash ^= hash >> 32;
  hash *= 0xD6E8FEB86659FD93u;
  hash ^= hash >> 32;
  hash *= 0xD6E8FEB86659FD93u;
  return hash ^ (hash >> 32);
}

inline uint64_t hashBlock(uint64_t hash, uint64_t block) {
  hash = (hash ^ block) * 0x9E3779B97F4A7C15u;
  return hash ^ (hash >> 29);
}

/// Hash of up to 8 bytes that were loaded as one little-endian number, the unused high ones 0.
inline uint64_t hashShortBytes(uint64_t block, size_t size) { return mixHash(hashBlock(size, block)); }

/// The same hash for the same bytes as `hashShortBytes`, whatever their number.
inline uint64_t hashBytes(const uint8_t* data, size_t size) {
  uint64_t hash = size;
  uint64_t block = 0;
  size_t rest = size;
  for (; rest > 8; rest -= 8, data += 8) {
    std::memcpy(&block, data, 8);
    hash = hashBlock(hash, block);
  }
  block = 0;
  if (rest > 0) std::memcpy(&block, data, rest);
  return mixHash(hashBlock(hash, block));
}

/// Extends the hash of the last words of an n-gram by the word before them; the hash of no words is 0.
inline uint64_t extendNgramHash(uint64_t hash, uint32_t word) {
  return hashBlock(hash, (word + uint64_t{1}) * 0xC2B2AE3D27D4EB4Fu);
}

}  // namespace codeshell
