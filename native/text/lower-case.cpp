#include "text/lower-case.h"

#include <algorithm>
#include <iterator>

namespace codeshell {
namespace {

struct CaseRange {
  uint32_t first;
  uint32_t last;
  uint32_t step;
  int32_t delta;
};

constexpr CaseRange kCaseRanges[] = {
#include "text/lower-case.inc"
};

}  // namespace

uint32_t lookUpLowerCase(uint32_t codePoint) {
  if (codePoint == 0x130) return 'i';
  const auto range = std::lower_bound(std::begin(kCaseRanges), std::end(kCaseRanges), codePoint,
                                      [](const CaseRange& item, uint32_t value) { return item.last < value; });
  if (range == std::end(kCaseRanges) || codePoint < range->first) return codePoint;
  if ((codePoint - range->first) % range->step != 0) return codePoint;
  return codePoint + static_cast<uint32_t>(range->delta);
}

}  // namespace codeshell
