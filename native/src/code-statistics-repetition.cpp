#include "code-statistics-repetition.h"

#include <algorithm>

namespace codeshell {
namespace {

/// Begins at 1 where the n-gram is new, without a branch, because that cannot be predicted.
uint32_t countOneMore(uint32_t count, bool isNew) { return (count & (static_cast<uint32_t>(isNew) - 1)) + 1; }

}  // namespace

void RepetitionCounter::measure(const WordList& words) {
  // Room for the entry 0, which is no place.
  for (std::vector<uint32_t>* perWord : {&places_, &shorter_, &current_, &counts_, &others_}) {
    if (perWord->size() < words.count() + 1) perWord->resize(words.count() + 1);
  }
  keepRepeatedWords(words);
  for (uint32_t n = 2; n <= kMaxDuplicate; n++) {
    keepFollowed(words.count(), n);
    keepRepeated(words, n);
    if (n <= kMaxTop) topCharacterCounts_[n - kMinTop] = measureTop(words, n);
    if (n >= kMinDuplicate) duplicateCharacterCounts_[n - kMinDuplicate] = measureCovered(words, n);
  }
}

void RepetitionCounter::keepRepeatedWords(const WordList& words) {
  const uint32_t* firstSame = words.firstSame();
  uint32_t* counts = counts_.data();
  for (uint32_t place = 1; place <= words.count(); place++) {
    const uint32_t first = firstSame[place];
    counts[first] = countOneMore(counts[first], first == place);
    current_[place] = first;
    places_[place - 1] = place;
  }
  placeCount_ = words.count();
  dropSingle();
}

/// Keeps the places that can begin an n-gram: those before another place. Like `dropSingle`, it writes every place and
/// branches on none, because which ones go cannot be predicted.
void RepetitionCounter::keepFollowed(uint32_t wordCount, uint32_t n) {
  uint32_t* places = places_.data();
  size_t kept = 0;
  for (size_t index = 0; index + 1 < placeCount_; index++) {
    const uint32_t place = places[index];
    places[kept] = place;
    kept += places[index + 1] == place + 1 ? 1 : 0;
  }
  while (kept > 0 && places[kept - 1] + n > wordCount + 1) kept--;
  placeCount_ = kept;
}

void RepetitionCounter::keepRepeated(const WordList& words, uint32_t n) {
  std::swap(shorter_, current_);
  const uint32_t* shorter = shorter_.data();
  const uint32_t* lastWords = words.firstSame() + (n - 1);
  const uint32_t* places = places_.data();
  uint32_t* current = current_.data();
  uint32_t* counts = counts_.data();
  // Most n-grams go on as the first one with the same n-1 words does, and that one is then the first of them, too.
  uint32_t* others = others_.data();
  size_t otherCount = 0;
  for (size_t index = 0; index < placeCount_; index++) {
    const uint32_t place = places[index];
    const uint32_t start = shorter[place];
    const uint32_t goesOnAlike = lastWords[start] == lastWords[place] ? 1 : 0;
    current[place] = start;
    counts[start] = (counts[start] & (static_cast<uint32_t>(start == place) - 1)) + goesOnAlike;
    others[otherCount] = place;
    otherCount += 1 - goesOnAlike;
  }
  table_.reset(otherCount);
  for (size_t index = 0; index < otherCount; index++) {
    const uint32_t place = others[index];
    const uint32_t start = shorter[place];
    const uint32_t lastWord = lastWords[place];
    const auto compare = [&](uint32_t other) { return (shorter[other] ^ start) | (lastWords[other] ^ lastWord); };
    const uint32_t first = table_.findOrAdd(uint64_t{start} << 32 | lastWord, place, compare);
    counts[first] = countOneMore(counts[first], first == place);
    current[place] = first;
  }
  dropSingle();
}

void RepetitionCounter::dropSingle() {
  uint32_t* places = places_.data();
  const uint32_t* current = current_.data();
  const uint32_t* counts = counts_.data();
  size_t kept = 0;
  for (size_t index = 0; index < placeCount_; index++) {
    const uint32_t place = places[index];
    places[kept] = place;
    kept += counts[current[place]] > 1 ? 1 : 0;
  }
  placeCount_ = kept;
}

uint64_t RepetitionCounter::measureTop(const WordList& words, uint32_t n) const {
  uint32_t mostOccurrences = 0;
  uint32_t top = 0;
  for (size_t index = 0; index < placeCount_; index++) {
    const uint32_t place = places_[index];
    // The count of an n-gram belongs to its first place, which comes before the others.
    const uint32_t occurrences = counts_[current_[place]];
    if (occurrences <= mostOccurrences) continue;
    mostOccurrences = occurrences;
    top = place;
  }
  if (mostOccurrences == 0) return 0;
  const uint32_t* before = words.charactersBefore();
  return uint64_t{mostOccurrences} * (before[top + n] - before[top]);
}

uint64_t RepetitionCounter::measureCovered(const WordList& words, uint32_t n) const {
  const uint32_t* before = words.charactersBefore();
  uint64_t covered = 0;
  uint32_t coveredEnd = 0;
  for (size_t index = 0; index < placeCount_; index++) {
    const uint32_t place = places_[index];
    covered += before[place + n] - before[std::max(place, coveredEnd)];
    coveredEnd = place + n;
  }
  return covered;
}

}  // namespace codeshell
