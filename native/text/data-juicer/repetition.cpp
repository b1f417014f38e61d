#include "text/data-juicer/repetition.h"

#include <cmath>

#include "text/utf8-character.h"

namespace codeshell {
namespace {

void decode(const uint8_t* data, size_t size, std::vector<uint32_t>& codePoints) {
  codePoints.resize(size);
  uint32_t* output = codePoints.data();
  for (size_t position = 0; position < size;) {
    if (data[position] < 0x80) {
      *output++ = data[position++];
      continue;
    }
    const Utf8Character character = decodeNonAscii(data + position, size - position);
    *output++ = character.codePoint;
    position += character.sizeBytes;
  }
  codePoints.resize(static_cast<size_t>(output - codePoints.data()));
}

double ratio(uint64_t part, uint64_t whole) {
  return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

}  // namespace

void DataJuicerRepetition::measure(const uint8_t* data, size_t size, double* row) {
  decode(data, size, codePoints_);
  counts_.count(codePoints_, length_);
  const auto root = static_cast<uint64_t>(std::sqrt(static_cast<double>(counts_.distinctCount())));
  row[0] = ratio(counts_.topRepeatedCount(root), counts_.totalCount());
  words_.read(codePoints_);
  counts_.count(words_.refined(), length_);
  row[1] = ratio(counts_.repeatedCount(), counts_.totalCount());
  row[2] = static_cast<double>(words_.count());
}

}  // namespace codeshell
