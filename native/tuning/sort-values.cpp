#include "tuning/sort-values.h"

#include <cmath>
#include <cstring>

#include "base/page-buffer.h"
#include "base/records/record-sort.h"
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

}  // namespace

void sortValues(const float* values, size_t count, uint32_t* order, const CancelSwitch& cancelled) {
  const unsigned threads = threadsFor(count);
  const PageBuffer records(count);
  const PageBuffer scratch(count);
  forEachRange(count, threads, [&](unsigned, size_t from, size_t to) {
    for (size_t id = from; id < to; id++) records.get()[id] = uint64_t{keyOf(values[id])} << 32 | id;
  });
  throwIfCancelled(cancelled);
  // Records with equal keys stay in the order of their ids.
  sortRecords(records.get(), scratch.get(), count, 1, 0, 32, threads);
  throwIfCancelled(cancelled);
  forEachRange(count, threads, [&](unsigned, size_t from, size_t to) {
    for (size_t place = from; place < to; place++) order[place] = static_cast<uint32_t>(records.get()[place]);
  });
}

}  // namespace codeshell
