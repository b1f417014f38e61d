#include "text/statistics/compression.h"

#include <algorithm>
#include <cstring>

#include "base/bit-scan.h"

namespace codeshell {
namespace {

constexpr uint32_t kHashBits = 12;
constexpr uint32_t kMinMatch = 5;
/// What the format stores as a length of 0.
constexpr uint32_t kFormatMinMatch = 4;
constexpr uint32_t kMaxDistance = 65535;
constexpr uint32_t kStep = 3;
constexpr uint32_t kStepShift = 5;

uint64_t load8(const uint8_t* data) {
  uint64_t value;
  memcpy(&value, data, 8);
  return value;
}

/// The first `kMinMatch` of 8 bytes; the others are cleared.
uint64_t loadTried(const uint8_t* data) { return load8(data) & ~uint64_t{0} >> (64 - kMinMatch * 8); }

uint32_t hashOf(uint64_t tried) { return static_cast<uint32_t>(tried * 0x9E3779B97F4A7C15u >> (64 - kHashBits)); }

/// How many bytes from `place` equal those from `earlier`; `size` ends the data.
uint64_t matchLength(const uint8_t* data, uint64_t earlier, uint64_t place, uint64_t size) {
  uint64_t length = 0;
  // Two words at once, because one branch of them is predicted better than two.
  while (place + length + 16 <= size) {
    const uint64_t low = load8(data + earlier + length) ^ load8(data + place + length);
    const uint64_t high = load8(data + earlier + length + 8) ^ load8(data + place + length + 8);
    if ((low | high) != 0) {
      // Which word has the difference cannot be predicted, and compilers make a branch of a condition.
      const uint64_t isHigh = low == 0 ? 1 : 0;
      return length + (trailingZeros(low | (high & (0 - isHigh))) / 8 | isHigh << 3);
    }
    length += 16;
  }
  while (place + length + 8 <= size) {
    const uint64_t difference = load8(data + earlier + length) ^ load8(data + place + length);
    if (difference != 0) return length + trailingZeros(difference) / 8;
    length += 8;
  }
  while (place + length < size && data[earlier + length] == data[place + length]) length++;
  return length;
}

/// Bytes that a length takes beyond the 4 bits of it in the first byte of its sequence: 0 below 15, 1 from 15 on, and
/// one more for every 255.
uint64_t extraBytes(uint64_t length) { return (length + 240) / 255; }

}  // namespace

uint64_t CompressionEstimator::estimate(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  // Places are stored with one added; 0 is none.
  lastPlaces_.assign(size_t{1} << kHashBits, 0);
  const uint64_t end = size;
  uint64_t total = 0;
  uint64_t literalStart = 0;
  uint64_t place = 0;
  while (place + 8 <= end) {
    const uint64_t tried = loadTried(data + place);
    uint32_t& lastPlace = lastPlaces_[hashOf(tried)];
    // Whether there is an earlier place cannot be predicted, so none is branched on: the first one stands in for it.
    const uint64_t isEntered = lastPlace != 0 ? 1 : 0;
    const uint64_t earlier = lastPlace - isEntered;
    const uint64_t isNear = place - earlier <= kMaxDistance ? 1 : 0;
    const bool isMatch = (isEntered & isNear & (loadTried(data + earlier) == tried ? 1 : 0)) != 0;
    lastPlace = static_cast<uint32_t>(place + 1);
    if (!isMatch) {
      place += kStep + ((place - literalStart) >> kStepShift);
      continue;
    }
    const uint64_t length = matchLength(data, earlier, place, end);
    total += 3 + (place - literalStart) + extraBytes(place - literalStart) + extraBytes(length - kFormatMinMatch);
    place += length;
    literalStart = place;
  }
  if (literalStart < end) total += 1 + (end - literalStart) + extraBytes(end - literalStart);
  return total;
}

}  // namespace codeshell
