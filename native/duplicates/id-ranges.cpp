#include "duplicates/id-ranges.h"

#include <algorithm>
#include <iterator>

namespace codeshell {

std::optional<uint32_t> IdRanges::findAny(uint32_t first, uint32_t last) const {
  const auto after = lasts_.upper_bound(last);
  if (after == lasts_.begin()) return std::nullopt;
  const auto [start, end] = *std::prev(after);
  if (end < first) return std::nullopt;
  return std::max(start, first);
}

void IdRanges::add(uint32_t first, uint32_t last) {
  const auto after = lasts_.upper_bound(last);
  const bool joinsAfter = after != lasts_.end() && after->first - 1 == last;
  const uint32_t end = joinsAfter ? after->second : last;
  if (after != lasts_.begin()) {
    const auto before = std::prev(after);
    if (before->second + 1 == first) {
      before->second = end;
      if (joinsAfter) lasts_.erase(after);
      return;
    }
  }
  lasts_.emplace(first, end);
  if (joinsAfter) lasts_.erase(after);
}

void IdRanges::remove(uint32_t first, uint32_t last) {
  const auto range = std::prev(lasts_.upper_bound(first));
  const uint32_t end = range->second;
  if (end > last) lasts_.emplace(last + 1, end);
  if (range->first == first) {
    lasts_.erase(range);
  } else {
    range->second = first - 1;
  }
}

}  // namespace codeshell
