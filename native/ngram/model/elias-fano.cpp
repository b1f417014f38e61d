#include "ngram/model/elias-fano.h"

#include <bit>

namespace codeshell {
EliasFanoShape::EliasFanoShape(uint64_t valueCount, uint64_t valueLimit) : count(valueCount), limit(valueLimit) {
  lowBits = count == 0 || limit / count < 2 ? 0 : static_cast<int>(std::bit_width(limit / count)) - 1;
  lowLimbs = (count * static_cast<uint64_t>(lowBits) + 63) / 64 + 1;
  highLimbs = (count + (limit >> lowBits) + 64) / 64;
  sampleCount = count / kEliasFanoSampleDistance + 1;
  sampleBytes = highLimbs < (uint64_t{1} << 26) ? 4 : 8;
}

EliasFanoWriter::EliasFanoWriter(const EliasFanoShape& shape)
    : shape_(shape), low_(shape.lowLimbs), high_(shape.highLimbs), samples_(shape.sampleCount * shape.sampleBytes) {}

void EliasFanoWriter::add(uint64_t value) {
  if (shape_.lowBits > 0) {
    const uint64_t low = value & (~uint64_t{0} >> (64 - shape_.lowBits));
    const uint64_t bit = index_ * static_cast<uint64_t>(shape_.lowBits);
    low_[bit / 64] |= low << bit % 64;
    if (bit % 64 + static_cast<uint64_t>(shape_.lowBits) > 64) low_[bit / 64 + 1] |= low >> (64 - bit % 64);
  }
  const uint64_t position = (value >> shape_.lowBits) + index_;
  high_[position / 64] |= uint64_t{1} << position % 64;
  if (index_ % kEliasFanoSampleDistance == 0) {
    std::memcpy(samples_.data() + index_ / kEliasFanoSampleDistance * shape_.sampleBytes, &position,
                shape_.sampleBytes);
  }
  index_++;
}

NgramSection EliasFanoWriter::write(File& file) const {
  const uint64_t begin = file.sizeBytes();
  file.write(low_.data(), low_.size() * sizeof(uint64_t));
  file.write(high_.data(), high_.size() * sizeof(uint64_t));
  file.write(samples_.data(), samples_.size());
  return {begin, file.sizeBytes() - begin, {0, 0}};
}

}  // namespace codeshell
