#include "text/statistics/compression.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "base/bit-scan.h"
#include "base/mix-bits.h"

namespace codeshell {
namespace {

constexpr uint64_t kMaxDistance = 32768;
constexpr uint32_t kMinHashBits = 8;
constexpr uint32_t kMaxHashBits = 13;
/// How far the places tried lie apart in short and in long documents, and one more for every 64 bytes since the last
/// match. Those right behind a tried one are entered, so that of a match the first bytes alone are missed; in short
/// documents they count for more.
constexpr uint32_t kShortStep = 2;
constexpr uint32_t kLongStep = 4;
constexpr uint64_t kLongBytes = 2048;
constexpr uint32_t kStepShift = 6;

/// The entropy is that of this many bytes to twice as many.
constexpr uint64_t kSampledBytes = 512;
constexpr uint32_t kFractionBits = 16;
/// Each value among few samples makes their entropy smaller than that of all, by 1 / (2 ln 2) bits over their number
/// (Miller, "Note on the bias of information estimates", 1955).
constexpr uint64_t kBiasOfValue = 47274;
/// Of a document: what every compressed form has besides its sequences.
constexpr double kHeadBits = 300;

uint32_t load4(const uint8_t* data) {
  uint32_t value;
  memcpy(&value, data, 4);
  return value;
}

uint32_t hashOf(uint32_t tried, uint32_t hashShift) { return tried * 0x9E3779B1u >> hashShift; }

/// log2 in 16 binary places by repeated squaring, so that every machine has the same.
constexpr uint32_t fixedLog2(uint32_t value) {
  uint32_t whole = 0;
  while (value >> (whole + 1) != 0) whole++;
  uint64_t mantissa = (uint64_t{value} << 31) >> whole;
  uint32_t fraction = 0;
  for (uint32_t bit = 0; bit < kFractionBits; bit++) {
    mantissa = mantissa * mantissa >> 31;
    const uint32_t isTwo = static_cast<uint32_t>(mantissa >> 32);
    fraction = fraction << 1 | isTwo;
    mantissa >>= isTwo;
  }
  return whole << kFractionBits | fraction;
}

constexpr auto kLog2 = [] {
  std::array<uint32_t, 2 * kSampledBytes> logarithms{};
  for (uint32_t value = 1; value < logarithms.size(); value++) logarithms[value] = fixedLog2(value);
  return logarithms;
}();

/// The mean entropy of a byte, in 2^-16 bits, by the bytes at places that are spread evenly but not in step with
/// records.
uint64_t sampleEntropy(const uint8_t* data, uint64_t size) {
  const uint64_t stride = std::max<uint64_t>(1, size / kSampledBytes);
  const uint32_t count = static_cast<uint32_t>(size / stride);
  uint32_t occurrences[256] = {};
  for (uint32_t index = 0; index < count; index++) {
    occurrences[data[index * stride + (uint64_t{index * 0x9E3779B1u} * stride >> 32)]]++;
  }
  uint64_t total = 0;
  uint64_t valueCount = 0;
  for (const uint32_t times : occurrences) {
    total += uint64_t{times} * (kLog2[count] - kLog2[times]);
    valueCount += times != 0 ? 1 : 0;
  }
  const uint64_t most = uint64_t{8} << kFractionBits;
  return std::min(most, (total + (valueCount - 1) * kBiasOfValue) / count);
}

/// How many bytes from `place` equal those from `earlier`, the first 4 of which do; `size` ends the data.
uint64_t matchLength(const uint8_t* data, uint64_t earlier, uint64_t place, uint64_t size) {
  uint64_t length = 4;
  // Two words at once, because one branch of them is predicted better than two.
  while (place + length + 16 <= size) {
    const uint64_t low = loadWord(data + earlier + length) ^ loadWord(data + place + length);
    const uint64_t high = loadWord(data + earlier + length + 8) ^ loadWord(data + place + length + 8);
    if ((low | high) != 0) {
      // Which word has the difference cannot be predicted, and compilers make a branch of a condition.
      const uint64_t isHigh = low == 0 ? 1 : 0;
      return length + (trailingZeros(low | (high & (0 - isHigh))) / 8 | isHigh << 3);
    }
    length += 16;
  }
  while (place + length + 8 <= size) {
    const uint64_t difference = loadWord(data + earlier + length) ^ loadWord(data + place + length);
    if (difference != 0) return length + trailingZeros(difference) / 8;
    length += 8;
  }
  while (place + length < size && data[earlier + length] == data[place + length]) length++;
  return length;
}

/// What the parse found.
struct Parse {
  uint64_t literalCount = 0;
  uint64_t matchQuarterBits = 0;
};

/// Tries one place in `kStep` and enters those between, from one load of 8 bytes.
template <uint32_t kStep>
Parse parseGreedily(const uint8_t* data, uint64_t end, uint32_t* lastPlaces, uint32_t hashShift) {
  static_assert(kStep <= 5, "the bytes of the last place that is entered must be in the word");
  Parse parse;
  const uint64_t triedEnd = end < 8 ? 0 : end - 7;
  uint64_t literalStart = 0;
  uint64_t place = 0;
  while (place < triedEnd) {
    const uint64_t word = loadWord(data + place);
    const uint32_t tried = static_cast<uint32_t>(word);
    uint32_t& lastPlace = lastPlaces[hashOf(tried, hashShift)];
    // Whether there is an earlier place cannot be predicted, so none is branched on: the first one, 0, stands in for
    // it.
    const uint64_t earlier = lastPlace;
    const uint64_t isNear = place - earlier - 1 < kMaxDistance ? 1 : 0;
    const bool isMatch = (isNear & (load4(data + earlier) == tried ? 1 : 0)) != 0;
    lastPlace = static_cast<uint32_t>(place);
    if (!isMatch) {
      for (uint32_t next = 1; next < kStep; next++) {
        lastPlaces[hashOf(static_cast<uint32_t>(word >> (8 * next)), hashShift)] = static_cast<uint32_t>(place + next);
      }
      place += kStep + ((place - literalStart) >> kStepShift);
      continue;
    }
    const uint64_t length = matchLength(data, earlier, place, end);
    parse.literalCount += place - literalStart;
    parse.matchQuarterBits += 8 + 3 * highestBit(place - earlier) + 8 * highestBit(length);
    place += length;
    literalStart = place;
  }
  parse.literalCount += end - literalStart;
  return parse;
}

}  // namespace

double CompressionEstimator::estimate(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  uint32_t hashBits = kMaxHashBits;
  while (hashBits > kMinHashBits && uint64_t{1} << hashBits >= 2 * uint64_t{size}) hashBits--;
  lastPlaces_.assign(size_t{1} << hashBits, 0);
  const auto parse = size < kLongBytes ? parseGreedily<kShortStep> : parseGreedily<kLongStep>;
  const auto [literalCount, matchQuarterBits] = parse(data, size, lastPlaces_.data(), 32 - hashBits);
  const uint64_t literalBits = ((uint64_t{8} << kFractionBits) + sampleEntropy(data, size)) / 2;
  const uint64_t fixedBits = literalCount * literalBits + (matchQuarterBits << (kFractionBits - 2));
  const double bits = static_cast<double>(fixedBits) / (1 << kFractionBits);
  return std::min(static_cast<double>(size), (bits + kHeadBits) / 8);
}

}  // namespace codeshell
