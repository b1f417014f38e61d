#include "tuning/rule-masks.h"

#include <array>

#include "tuning/document-ranges.h"

namespace codeshell {
namespace {

/// By the byte of a mask and its value: the words that its rules have afterwards.
using ByteTables = std::vector<std::vector<uint32_t>>;

ByteTables makeTables(const std::vector<uint32_t>& before, size_t wordsBefore, size_t wordsAfter) {
  ByteTables tables(wordsBefore * 4, std::vector<uint32_t>(256 * wordsAfter));
  for (size_t place = 0; place < before.size(); place++) {
    if (before[place] == kNoRule) continue;
    std::vector<uint32_t>& table = tables[before[place] / 8];
    for (size_t value = 0; value < 256; value++) {
      if ((value >> (before[place] % 8) & 1) != 0) {
        table[value * wordsAfter + place / 32] |= uint32_t{1} << (place % 32);
      }
    }
  }
  return tables;
}

}  // namespace

RuleMasks::RuleMasks(size_t documentCount, size_t ruleCount)
    : documentCount_(documentCount), wordCount_(wordsFor(ruleCount)) {
  pages_ = PageBuffer((documentCount * wordCount_ + 1) / 2, PageBuffer::Access::kRandom);
}

RuleMasks RuleMasks::move(const std::vector<uint32_t>& before) const {
  RuleMasks after(documentCount_, before.size());
  const ByteTables tables = makeTables(before, wordCount_, after.wordCount_);
  forEachRange(documentCount_, threadsFor(documentCount_), [&](unsigned, size_t from, size_t to) {
    for (size_t document = from; document < to; document++) {
      const uint32_t* const source = of(document);
      uint32_t* const target = after.of(document);
      for (size_t byte = 0; byte < tables.size(); byte++) {
        const uint32_t value = source[byte / 4] >> (byte % 4 * 8) & 0xff;
        if (value == 0) continue;
        for (size_t word = 0; word < after.wordCount_; word++) {
          target[word] |= tables[byte][value * after.wordCount_ + word];
        }
      }
    }
  });
  return after;
}

}  // namespace codeshell
