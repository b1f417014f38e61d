#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "text/data-juicer/repetition.h"

/// The first byte chooses the length; the rest is the document. Shares are shares, what an earlier document left behind
/// does not show, and there are at most half as many words as bytes.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  using namespace codeshell;
  const uint32_t length = 1 + data[0] % kMaxDataJuicerLength;
  double row[kDataJuicerColumnCount];
  double again[kDataJuicerColumnCount];
  DataJuicerRepetition repetition(length);
  repetition.measure(data + 1, size - 1, row);
  repetition.measure(data, size / 2, again);
  repetition.measure(data + 1, size - 1, again);
  for (size_t column = 0; column < kDataJuicerColumnCount; column++) {
    if (row[column] != again[column]) std::abort();
  }
  if (!(row[0] >= 0 && row[0] <= 1 && row[1] >= 0 && row[1] <= 1)) std::abort();
  if (row[2] > static_cast<double>(size / 2)) std::abort();
  return 0;
}
