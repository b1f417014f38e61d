#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <utility>
#include <vector>

#include "base/files/file.h"
#include "ngram/model/format.h"

namespace codeshell {

/// An ascending sequence of numbers in about 2 + log2(limit / count) bits each (Elias 1974, Fano 1971): the low bits
/// of each number as they are, the high bits as a one at position `high + index` of a bit vector, with the position of
/// every 32nd one aside.
struct EliasFanoShape {
  EliasFanoShape(uint64_t valueCount, uint64_t limit);

  uint64_t count;
  /// The largest number there may be.
  uint64_t limit;
  int lowBits;
  uint64_t lowLimbs;
  uint64_t highLimbs;
  uint64_t sampleCount;
  /// 4 bytes, if the positions fit.
  uint64_t sampleBytes;

  uint64_t sizeBytes() const { return (lowLimbs + highLimbs) * sizeof(uint64_t) + sampleCount * sampleBytes; }
};

inline constexpr uint64_t kEliasFanoSampleDistance = 32;

/// Takes the numbers in ascending order and writes them at once.
class EliasFanoWriter {
 public:
  explicit EliasFanoWriter(const EliasFanoShape& shape);
  void add(uint64_t value);
  NgramSection write(File& file) const;

 private:
  EliasFanoShape shape_;
  uint64_t index_ = 0;
  std::vector<uint64_t> low_;
  std::vector<uint64_t> high_;
  std::vector<uint8_t> samples_;
};

/// A sequence in memory that is only read, of which every byte may be wrong without harm beyond wrong numbers, none of
/// them above the limit.
class EliasFanoView {
 public:
  EliasFanoView() : shape_(0, 0) {}
  EliasFanoView(const uint8_t* section, const EliasFanoShape& shape)
      : shape_(shape),
        low_(reinterpret_cast<const uint64_t*>(section)),
        high_(low_ + shape.lowLimbs),
        samples_(section + (shape.lowLimbs + shape.highLimbs) * sizeof(uint64_t)) {}

  /// The numbers at `index` and `index + 1`, the second not below the first; `index + 1 < count`.
  std::pair<uint64_t, uint64_t> pairAt(uint64_t index) const {
    const uint64_t first = selectHigh(index);
    const uint64_t second = nextHigh(first);
    const uint64_t begin = valueAt(first, index);
    return {begin, std::max(begin, valueAt(second, index + 1))};
  }

 private:
  uint64_t valueAt(uint64_t position, uint64_t index) const {
    const uint64_t high = position < index ? 0 : position - index;
    return std::min(high << shape_.lowBits | lowAt(index), shape_.limit);
  }

  uint64_t lowAt(uint64_t index) const {
    if (shape_.lowBits == 0) return 0;
    const uint64_t bit = index * static_cast<uint64_t>(shape_.lowBits);
    uint64_t bits = low_[bit / 64] >> bit % 64;
    if (bit % 64 != 0) bits |= low_[bit / 64 + 1] << (64 - bit % 64);
    return bits & (~uint64_t{0} >> (64 - shape_.lowBits));
  }

  uint64_t sampleAt(uint64_t index) const {
    if (shape_.sampleBytes == 4) {
      uint32_t sample;
      std::memcpy(&sample, samples_ + index * 4, 4);
      return sample;
    }
    uint64_t sample;
    std::memcpy(&sample, samples_ + index * 8, 8);
    return sample;
  }

  /// Without the instruction, which the baseline of x86-64 lacks; a call of the library's function costs more.
  static uint64_t countOnes(uint64_t limb) {
    limb -= limb >> 1 & 0x5555555555555555u;
    limb = (limb & 0x3333333333333333u) + (limb >> 2 & 0x3333333333333333u);
    limb = (limb + (limb >> 4)) & 0x0F0F0F0F0F0F0F0Fu;
    return limb * 0x0101010101010101u >> 56;
  }

  /// Position of the one with the given rank in a limb that has it: halves the limb instead of clearing one by one.
  static uint64_t selectInLimb(uint64_t limb, uint64_t rank) {
    uint64_t position = 0;
    const uint64_t lowOnes = countOnes(limb & 0xFFFFFFFFu);
    if (rank >= lowOnes) {
      rank -= lowOnes;
      position = 32;
      limb >>= 32;
    }
    for (; rank > 0; rank--) limb &= limb - 1;
    return position + static_cast<uint64_t>(std::countr_zero(limb));
  }

  /// Position of the one with the given index; that of the end if a wrong file has too few.
  uint64_t selectHigh(uint64_t index) const {
    const uint64_t last = shape_.highLimbs * 64 - 1;
    const uint64_t sample = std::min(sampleAt(index / kEliasFanoSampleDistance), last);
    uint64_t rank = index % kEliasFanoSampleDistance;
    uint64_t limbIndex = sample / 64;
    uint64_t limb = high_[limbIndex] & ~uint64_t{0} << sample % 64;
    for (;;) {
      const uint64_t ones = countOnes(limb);
      if (rank < ones) return limbIndex * 64 + selectInLimb(limb, rank);
      rank -= ones;
      if (++limbIndex == shape_.highLimbs) return last;
      limb = high_[limbIndex];
    }
  }

  uint64_t nextHigh(uint64_t position) const {
    uint64_t limbIndex = (position + 1) / 64;
    if (limbIndex >= shape_.highLimbs) return position;
    uint64_t limb = high_[limbIndex] & ~uint64_t{0} << (position + 1) % 64;
    while (limb == 0) {
      if (++limbIndex == shape_.highLimbs) return position;
      limb = high_[limbIndex];
    }
    return limbIndex * 64 + static_cast<uint64_t>(std::countr_zero(limb));
  }

  EliasFanoShape shape_;
  const uint64_t* low_ = nullptr;
  const uint64_t* high_ = nullptr;
  const uint8_t* samples_ = nullptr;
};

}  // namespace codeshell
