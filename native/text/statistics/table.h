#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

namespace codeshell {

/// An open-addressing hash table of numbers that its user gave to entries of arrays of its own, from 1 on, so that it
/// needs 4 bytes per slot.
class FirstOccurrenceTable {
 public:
  /// Empties the table and makes room for `count` entries, fewer than 2^31.
  void reset(size_t count) {
    uint32_t bits = 4;
    while ((size_t{1} << bits) < count * 2) bits++;
    const size_t slotCount = size_t{1} << bits;
    if (slots_.size() < slotCount) slots_.resize(slotCount);
    memset(slots_.data(), 0, slotCount * sizeof(uint32_t));
    shift_ = 64 - bits;
    mask_ = slotCount - 1;
  }

  /// The number of the first entry that was added for an equal key: `number` itself if it is the first.
  ///
  /// `compare(other)` is 0 if an entry added before is equal, and anything for 0. Equal entries have the same `key`,
  /// whose bits need not be mixed. Whether an entry is new cannot be predicted, so nothing branches on it: it is all
  /// arithmetic, because compilers make branches from conditions.
  template <typename Compare>
  uint32_t findOrAdd(uint64_t key, uint32_t number, Compare compare) {
    // Fibonacci hashing: the high bits of the product depend on all bits of the key.
    size_t slot = static_cast<size_t>(key * 0x9E3779B97F4A7C15u >> shift_);
    uint32_t* slots = slots_.data();
    while (true) {
      const uint32_t other = slots[slot];
      const uint64_t isEmpty = other == 0 ? 1 : 0;
      const uint64_t difference = compare(other);
      if ((difference & (isEmpty - 1)) == 0) {
        const uint32_t first = other + (number & static_cast<uint32_t>(0 - isEmpty));
        slots[slot] = first;
        return first;
      }
      slot = (slot + 1) & mask_;
    }
  }

 private:
  std::vector<uint32_t> slots_;
  uint32_t shift_ = 60;
  size_t mask_ = 0;
};

}  // namespace codeshell
