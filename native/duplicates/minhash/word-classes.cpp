#include "duplicates/minhash/word-classes.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <vector>

namespace codeshell {
namespace {

using enum WordClass;

struct ClassRange {
  uint32_t first;
  uint32_t last;
  WordClass wordClass;
};

constexpr ClassRange kRanges[] = {
#include "duplicates/minhash/word-classes.inc"
};

constexpr uint32_t kCodePoints = 0x110000;
constexpr uint32_t kPageSize = 256;

/// Most pages are of one class and shared.
struct WordClassTable {
  std::array<uint16_t, kCodePoints / kPageSize> pageOf{};
  std::vector<std::array<WordClass, kPageSize>> pages;
};

WordClassTable buildTable() {
  WordClassTable table;
  size_t range = 0;
  for (uint32_t page = 0; page < table.pageOf.size(); page++) {
    std::array<WordClass, kPageSize> classes{};
    for (uint32_t place = 0; place < kPageSize; place++) {
      const uint32_t codePoint = page * kPageSize + place;
      while (range < std::size(kRanges) && kRanges[range].last < codePoint) range++;
      const bool isInRange = range < std::size(kRanges) && kRanges[range].first <= codePoint;
      classes[place] = isInRange ? kRanges[range].wordClass : kMark;
    }
    const auto same = std::find(table.pages.begin(), table.pages.end(), classes);
    table.pageOf[page] = static_cast<uint16_t>(same - table.pages.begin());
    if (same == table.pages.end()) table.pages.push_back(classes);
  }
  return table;
}

}  // namespace

WordClass classifyForWords(uint32_t codePoint) {
  static const WordClassTable table = buildTable();
  return table.pages[table.pageOf[codePoint / kPageSize]][codePoint % kPageSize];
}

}  // namespace codeshell
