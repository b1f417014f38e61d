#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace codeshell {

/// How often each n-gram of one document occurs, be it of characters or of words: an open-addressing hash table that
/// grows with the different n-grams and not with all, at 24 to 48 bytes for each. Reused for many documents on one
/// thread.
class NgramCounts {
 public:
  /// Counts the n-grams of `items`, which are the same if their items are; two different ones are taken for equal with
  /// a probability of 2^-64. `n` is at least 1.
  template <typename Item>
  void count(const std::vector<Item>& items, uint32_t n);

  /// Of all n-grams, equal ones counted each.
  uint64_t totalCount() const { return totalCount_; }
  uint64_t distinctCount() const { return distinctCount_; }
  /// The occurrences of the n-grams that occur more than once.
  uint64_t repeatedCount() const;
  /// The occurrences of the `most` most frequent n-grams among those that occur more than once.
  uint64_t topRepeatedCount(uint64_t most);

 private:
  /// So many keys are made before they are looked up, which lets the memory fetch their places at the same time.
  static constexpr size_t kKeysAhead = 64;

  void clear(uint64_t ngramCount);
  void add(const uint64_t* keys, size_t keyCount);
  void grow();
  void setSlotCount(size_t slotCount);
  size_t homeOf(uint64_t key) const { return static_cast<size_t>(key * 0x9E3779B97F4A7C15u >> shift_); }
  /// The slot of a key that is there, or the empty one for it.
  size_t findSlot(uint64_t key) const;

  std::vector<uint64_t> keys_;
  /// 0 where the slot is empty.
  std::vector<uint32_t> counts_;
  size_t slotCount_ = 0;
  uint32_t shift_ = 0;
  uint64_t totalCount_ = 0;
  uint64_t distinctCount_ = 0;
  std::vector<uint32_t> repeated_;
};

}  // namespace codeshell
