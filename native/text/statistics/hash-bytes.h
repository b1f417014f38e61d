#pragma once

#include <cstdint>
#include <cstring>

#include "base/mix-bits.h"

namespace codeshell {

/// Two texts are taken for equal if their 64-bit hashes are; among a million pieces of a document, two different ones
/// meet with a probability of 3e-8.
/// `available` bytes can be read at `data`. The last 8 bytes may overlap those before.
inline uint64_t hashBytes(const uint8_t* data, uint32_t size, uint32_t available) {
  // Multiplied, so that a difference in size cannot make up for one in the first byte.
  uint64_t hash = size * 0x9E3779B97F4A7C15u;
  if (size == 0) return hash;
  if (size <= 8) {
    if (available >= 8) return mixWord(hash, loadWord(data) & ~uint64_t{0} >> (64 - size * 8));
    uint64_t word = 0;
    memcpy(&word, data, size);
    return mixWord(hash, word);
  }
  for (uint32_t done = 0; done + 8 < size; done += 8) hash = mixWord(hash, loadWord(data + done));
  return mixWord(hash, loadWord(data + size - 8));
}

}  // namespace codeshell
