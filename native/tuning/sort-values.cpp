#include "tuning/sort-values.h"

#include <cmath>
#include <cstring>
#include <utility>
#include <vector>

#include "base/page-buffer.h"
#include "tuning/document-ranges.h"

namespace codeshell {
namespace {

constexpr uint32_t kSignBit = 0x80000000u;
/// Above the key of every value.
constexpr uint32_t kMissingKey = 0xFFFFFFFFu;

/// A number whose order is that of the values (Herf, Radix Tricks, 2001).
uint32_t keyOf(float value) {
  if (std::isnan(value)) return kMissingKey;
  uint32_t bits;
  memcpy(&bits, &value, sizeof bits);
  if (bits == kSignBit) return kSignBit;
  return (bits & kSignBit) != 0 ? ~bits : bits | kSignBit;
}

constexpr unsigned kDigitBits = 11;
constexpr size_t kDigits = size_t{1} << kDigitBits;
constexpr unsigned kPasses = 3;

/// How many records of each digit each thread has, and then where it writes the next of them.
using Offsets = std::vector<std::vector<uint32_t>>;

/// All of a digit stand together, those of the first thread first.
void turnIntoOffsets(Offsets& counts) {
  uint32_t offset = 0;
  for (size_t digit = 0; digit < kDigits; digit++) {
    for (std::vector<uint32_t>& ofThread : counts) {
      const uint32_t count = ofThread[digit];
      ofThread[digit] = offset;
      offset += count;
    }
  }
}

}  // namespace

void sortValues(const float* values, size_t count, uint32_t* order, const CancelSwitch& cancelled) {
  const unsigned threads = threadsFor(count);
  PageBuffer from(count, PageBuffer::Access::kRandom);
  PageBuffer to(count, PageBuffer::Access::kRandom);
  forEachRange(count, threads, [&](unsigned, size_t first, size_t end) {
    for (size_t id = first; id < end; id++) from.get()[id] = uint64_t{keyOf(values[id])} << 32 | id;
  });
  for (unsigned pass = 0; pass < kPasses; pass++) {
    throwIfCancelled(cancelled);
    const unsigned shift = 32 + pass * kDigitBits;
    const auto digitOf = [shift](uint64_t record) { return record >> shift & (kDigits - 1); };
    Offsets offsets(threads, std::vector<uint32_t>(kDigits));
    forEachRange(count, threads, [&](unsigned thread, size_t first, size_t end) {
      std::vector<uint32_t>& counts = offsets[thread];
      for (size_t place = first; place < end; place++) counts[digitOf(from.get()[place])]++;
    });
    turnIntoOffsets(offsets);
    forEachRange(count, threads, [&](unsigned thread, size_t first, size_t end) {
      std::vector<uint32_t>& places = offsets[thread];
      for (size_t place = first; place < end; place++) {
        const uint64_t record = from.get()[place];
        const uint32_t target = places[digitOf(record)]++;
        // The last pass is the order.
        if (pass + 1 == kPasses) {
          order[target] = static_cast<uint32_t>(record);
        } else {
          to.get()[target] = record;
        }
      }
    });
    std::swap(from, to);
  }
}

}  // namespace codeshell
