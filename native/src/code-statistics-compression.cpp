#include "code-statistics-compression.h"

#include <algorithm>
#include <cstring>

#include "bit-scan.h"

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
  while (place + length + 8 <= size) {
    const uint64_t difference = load8(data + earlier + length) ^ load8(data + place + length);
    if (difference != 0) return length + trailingZeros(difference) / 8;
    length += 8;
  }
  while (place + length < size && data[earlier + length] == data[place + length]) length++;
  return length;
}

/// Bytes that a length takes beyond the 4 bits of it in the first byte of its sequence.
uint64_t extraBytes(uint64_t length) { return length < 15 ? 0 : 1 + (length - 15) / 255; }

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
    const uint64_t earlier = uint64_t{lastPlace} - 1;
    const bool isMatch = lastPlace != 0 && place - earlier <= kMaxDistance && loadTried(data + earlier) == tried;
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
