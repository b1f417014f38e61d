#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/bit-scan.h"
#include "base/page-buffer.h"

namespace codeshell {

/// For no rule, and for a rule that had no place before.
inline constexpr uint32_t kNoRule = UINT32_MAX;

/// Which rules drop a document besides one of them, as far as counting needs it.
struct OtherRules {
  /// Their first, or kNoRule.
  uint32_t first;
  bool isSingle;
};

/// For every document the set of rules that drop it: bit `place` of its words.
class RuleMasks {
 public:
  RuleMasks() = default;
  RuleMasks(size_t documentCount, size_t ruleCount);

  size_t wordCount() const { return wordCount_; }
  uint32_t* of(size_t document) const { return words() + document * wordCount_; }
  /// The same documents with room for so many rules, in which those at place `before[place]` have their new `place`,
  /// and others are gone. Documents are handled by all processors.
  RuleMasks move(const std::vector<uint32_t>& before) const;

  static size_t wordsFor(size_t ruleCount) { return ruleCount <= 32 ? 1 : (ruleCount + 31) / 32; }

 private:
  uint32_t* words() const { return reinterpret_cast<uint32_t*>(pages_.get()); }

  PageBuffer pages_;
  size_t documentCount_ = 0;
  size_t wordCount_ = 1;
};

namespace {

/// Sets or clears the bit of a rule; gives the others. `kIsOneWord` where masks have one word.
template <bool kIsOneWord>
inline OtherRules changeMask(uint32_t* mask, size_t wordCount, uint32_t place, bool drops) {
  if constexpr (kIsOneWord) {
    const uint32_t bit = uint32_t{1} << place;
    const uint32_t others = *mask & ~bit;
    *mask = drops ? others | bit : others;
    if (others == 0) return {kNoRule, false};
    return {trailingZeros(others), (others & (others - 1)) == 0};
  }
  const uint32_t bit = uint32_t{1} << (place & 31);
  OtherRules others{kNoRule, false};
  for (size_t word = 0; word < wordCount; word++) {
    uint32_t bits = mask[word];
    if (word == place / 32) {
      bits &= ~bit;
      mask[word] = drops ? bits | bit : bits;
    }
    if (bits == 0) continue;
    if (others.first == kNoRule) {
      others = {static_cast<uint32_t>(word * 32) + trailingZeros(bits), (bits & (bits - 1)) == 0};
    } else {
      others.isSingle = false;
    }
  }
  return others;
}

}  // namespace
}  // namespace codeshell
