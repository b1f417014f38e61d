#include "text/data-juicer/ngram-counts.h"

#include <algorithm>
#include <functional>
#include <numeric>
#include <utility>

#include "base/prefetch.h"

namespace codeshell {
namespace {

constexpr uint64_t kBase = 0xD6E8FEB86659FD93u;
/// A table in the fast parts of the memory for most source files; emptying it costs little against reading one.
constexpr uint64_t kFirstSlots = uint64_t{1} << 15;
constexpr uint64_t kLeastSlots = 256;

}  // namespace

template <typename Item>
void NgramCounts::count(const std::vector<Item>& items, uint32_t n) {
  clear(items.size() < n ? 0 : items.size() - n + 1);
  if (totalCount_ == 0) return;
  // A polynomial of the items; the one that leaves is taken off again.
  uint64_t leaving = 1;
  for (uint32_t power = 0; power < n; power++) leaving *= kBase;
  uint64_t key = 0;
  const auto append = [&](size_t place) { key = key * kBase + items[place] + 1; };
  for (size_t place = 0; place < n - 1; place++) append(place);
  uint64_t keys[kKeysAhead];
  for (uint64_t first = 0; first < totalCount_; first += kKeysAhead) {
    const size_t keyCount = static_cast<size_t>(std::min<uint64_t>(kKeysAhead, totalCount_ - first));
    for (size_t index = 0; index < keyCount; index++) {
      const size_t place = static_cast<size_t>(first) + index;
      append(place + n - 1);
      if (place > 0) key -= (items[place - 1] + uint64_t{1}) * leaving;
      keys[index] = key;
    }
    add(keys, keyCount);
  }
}

template void NgramCounts::count(const std::vector<uint32_t>& items, uint32_t n);
template void NgramCounts::count(const std::vector<uint64_t>& items, uint32_t n);

void NgramCounts::clear(uint64_t ngramCount) {
  uint64_t slotCount = kLeastSlots;
  while (slotCount < kFirstSlots && slotCount < ngramCount * 2) slotCount *= 2;
  setSlotCount(static_cast<size_t>(slotCount));
  std::fill_n(counts_.begin(), slotCount_, 0u);
  totalCount_ = ngramCount;
  distinctCount_ = 0;
}

void NgramCounts::setSlotCount(size_t slotCount) {
  if (counts_.size() < slotCount) {
    keys_.resize(slotCount);
    counts_.resize(slotCount);
  }
  slotCount_ = slotCount;
  shift_ = 64;
  while (slotCount > 1) {
    slotCount /= 2;
    shift_--;
  }
}

size_t NgramCounts::findSlot(uint64_t key) const {
  size_t slot = homeOf(key);
  while (counts_[slot] != 0 && keys_[slot] != key) slot = (slot + 1) & (slotCount_ - 1);
  return slot;
}

void NgramCounts::add(const uint64_t* keys, size_t keyCount) {
  if ((distinctCount_ + keyCount) * 2 > slotCount_) grow();
  for (size_t index = 0; index < keyCount; index++) {
    const size_t home = homeOf(keys[index]);
    prefetch(&keys_[home]);
    prefetch(&counts_[home]);
  }
  for (size_t index = 0; index < keyCount; index++) {
    const size_t slot = findSlot(keys[index]);
    // Whether a key is new cannot be predicted, so nothing branches on it.
    distinctCount_ += counts_[slot] == 0 ? 1 : 0;
    keys_[slot] = keys[index];
    counts_[slot]++;
  }
}

void NgramCounts::grow() {
  const std::vector<uint64_t> keys(keys_.begin(), keys_.begin() + static_cast<std::ptrdiff_t>(slotCount_));
  const std::vector<uint32_t> counts(counts_.begin(), counts_.begin() + static_cast<std::ptrdiff_t>(slotCount_));
  setSlotCount(slotCount_ * 4);
  std::fill_n(counts_.begin(), slotCount_, 0u);
  for (size_t old = 0; old < counts.size(); old++) {
    if (counts[old] == 0) continue;
    const size_t slot = findSlot(keys[old]);
    keys_[slot] = keys[old];
    counts_[slot] = counts[old];
  }
}

uint64_t NgramCounts::repeatedCount() const {
  uint64_t sum = 0;
  for (size_t slot = 0; slot < slotCount_; slot++) sum += counts_[slot] > 1 ? counts_[slot] : 0;
  return sum;
}

uint64_t NgramCounts::topRepeatedCount(uint64_t most) {
  repeated_.clear();
  for (size_t slot = 0; slot < slotCount_; slot++) {
    if (counts_[slot] > 1) repeated_.push_back(counts_[slot]);
  }
  const auto end = repeated_.begin() + static_cast<std::ptrdiff_t>(std::min<uint64_t>(most, repeated_.size()));
  std::nth_element(repeated_.begin(), end, repeated_.end(), std::greater<>());
  return std::accumulate(repeated_.begin(), end, uint64_t{0});
}

}  // namespace codeshell
