#include "text/gopher/ngrams.h"

#include "base/mix-bits.h"

namespace codeshell {

void GopherNgrams::measure(const GopherWords& words) {
  const uint32_t count = words.count();
  if (keys_.size() < size_t{count} + 1) {
    keys_.resize(size_t{count} + 1);
    counts_.resize(size_t{count} + 1);
  }
  // Where n words begin, the key of n-1 words is followed by the last word.
  const auto extend = [&](uint32_t n, auto join) {
    for (uint32_t place = 1; place + n <= count + 1; place++) keys_[place] = join(keys_[place], place + n - 1);
  };
  const auto startOver = [&] {
    for (uint32_t word = 1; word <= count; word++) keys_[word] = words.polynomial(word);
  };
  startOver();
  for (uint32_t n = 2; n <= kMaxTop; n++) {
    // Mixed between the words, so that it matters where one ends.
    extend(n, [&](uint64_t key, uint32_t word) { return mixBits(key) + words.polynomial(word); });
    top_[n - kMinTop] = measureTop(words, n);
  }
  startOver();
  for (uint32_t n = 2; n <= kMaxDuplicate; n++) {
    extend(n, [&](uint64_t key, uint32_t word) { return key * words.power(word) + words.polynomial(word); });
    if (n >= kMinDuplicate) duplicate_[n - kMinDuplicate] = measureDuplicate(words, n);
  }
}

uint64_t GopherNgrams::measureTop(const GopherWords& words, uint32_t n) {
  if (words.count() < n) return 0;
  const uint32_t last = words.count() - n + 1;
  table_.reset(last);
  for (uint32_t place = 1; place <= last; place++) {
    const uint64_t key = keys_[place];
    counts_[place] = 0;
    counts_[table_.findOrAdd(key, place, [&](uint32_t other) { return keys_[other] ^ key; })]++;
  }
  uint32_t top = 1;
  for (uint32_t place = 2; place <= last; place++) {
    if (counts_[place] > counts_[top]) top = place;
  }
  return uint64_t{counts_[top]} * (words.countCharacters(top, n) + n - 1);
}

uint64_t GopherNgrams::measureDuplicate(const GopherWords& words, uint32_t n) {
  if (words.count() < n) return 0;
  const uint32_t last = words.count() - n + 1;
  table_.reset(last);
  uint64_t characterCount = 0;
  for (uint32_t place = 1; place <= last;) {
    const uint64_t key = keys_[place];
    if (table_.findOrAdd(key, place, [&](uint32_t other) { return keys_[other] ^ key; }) == place) {
      place++;
    } else {
      characterCount += words.countCharacters(place, n);
      place += n;
    }
  }
  return characterCount;
}

}  // namespace codeshell
