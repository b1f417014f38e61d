#include "text/statistics/repetition.h"

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
  countWords(words);
  takeRepeated<false, false>(words, 1);
  for (uint32_t n = kMinTop; n < kMinDuplicate; n++) {
    countNgrams(words, n);
    topCharacterCounts_[n - kMinTop] = takeRepeated<true, false>(words, n);
  }
  for (uint32_t n = kMinDuplicate; n <= kMaxDuplicate; n++) {
    countNgrams(words, n);
    duplicateCharacterCounts_[n - kMinDuplicate] = takeRepeated<false, true>(words, n);
  }
}

void RepetitionCounter::countWords(const WordList& words) {
  const uint32_t* firstSame = words.firstSame();
  uint32_t* counts = counts_.data();
  for (uint32_t place = 1; place <= words.count(); place++) {
    const uint32_t first = firstSame[place];
    counts[first] = countOneMore(counts[first], first == place);
    current_[place] = first;
    places_[place - 1] = place;
  }
  placeCount_ = words.count();
}

void RepetitionCounter::countNgrams(const WordList& words, uint32_t n) {
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
}

/// One pass for all that comes after the counting. Like the counting it branches on no place, and writes every one,
/// because which ones go cannot be predicted.
template <bool kFindsTop, bool kFindsCovered>
uint64_t RepetitionCounter::takeRepeated(const WordList& words, uint32_t n) {
  uint32_t* places = places_.data();
  const uint32_t* current = current_.data();
  const uint32_t* counts = counts_.data();
  const uint32_t* before = words.charactersBefore();
  size_t kept = 0;
  uint32_t previous = 0;
  uint32_t isPreviousRepeated = 0;
  uint32_t mostOccurrences = 1;
  uint32_t top = 0;
  uint64_t covered = 0;
  uint32_t coveredEnd = 0;
  for (size_t index = 0; index < placeCount_; index++) {
    const uint32_t place = places[index];
    // The count of an n-gram belongs to its first place, which comes before the others.
    const uint32_t occurrences = counts[current[place]];
    const uint32_t isRepeated = occurrences > 1 ? 1 : 0;
    if constexpr (kFindsTop) {
      top = occurrences > mostOccurrences ? place : top;
      mostOccurrences = std::max(mostOccurrences, occurrences);
    }
    if constexpr (kFindsCovered) {
      const uint64_t added = before[place + n] - before[std::max(place, coveredEnd)];
      covered += added & (uint64_t{0} - isRepeated);
      coveredEnd = isRepeated != 0 ? place + n : coveredEnd;
    }
    // A longer n-gram can begin only at a place before another one.
    places[kept] = previous;
    kept += isPreviousRepeated & isRepeated & (place == previous + 1 ? 1 : 0);
    previous = place;
    isPreviousRepeated = isRepeated;
  }
  placeCount_ = kept;
  if constexpr (kFindsTop) return top == 0 ? 0 : uint64_t{mostOccurrences} * (before[top + n] - before[top]);
  return covered;
}

}  // namespace codeshell
