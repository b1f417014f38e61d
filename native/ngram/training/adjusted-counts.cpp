#include "ngram/training/adjusted-counts.h"

#include <algorithm>
#include <cstring>

#include "ngram/tokens/tokenizer.h"

namespace codeshell {

AdjustedCounts::AdjustedCounts(const Shape& shape, std::unique_ptr<RecordSorter>* contexts)
    : shape_(shape), contexts_(contexts), unigrams_(shape.wordCount, 0) {
  // `<unk>` and `<s>` are words with a count of 0.
  statistics_[1].keptCount = 2;
}

void AdjustedCounts::run(RecordSorter& counts, const NgramTask& task) {
  const size_t limbs = keyLimbs(shape_.order, shape_.wordBits);
  uint64_t recordNumber = 0;
  while (const uint64_t* record = counts.next()) {
    task.throwIfCancelledAt(recordNumber++);
    add(record, record[limbs]);
  }
  for (int length = openLength_; length > 0; length--) close(length, true);
}

/// Words up to and with the nearest `<s>`; the padding before that does not count.
int AdjustedCounts::effectiveLength(const uint64_t* key) const {
  for (int index = 1; index < shape_.order; index++) {
    if (readKeyWord(key, index, shape_.wordBits) == kSentenceBegin) return index + 1;
  }
  return shape_.order;
}

void AdjustedCounts::add(const uint64_t* key, uint64_t count) {
  const size_t limbs = keyLimbs(shape_.order, shape_.wordBits);
  const int length = effectiveLength(key);
  int same = 0;
  if (openLength_ > 0) {
    same = static_cast<int>(countEqualBits(key, key_, limbs)) / shape_.wordBits;
    same = std::min(same, length - 1);
  }
  for (; openLength_ > same; openLength_--) close(openLength_, false);
  for (int shared = 1; shared <= same; shared++) open_[shared].actualCount += count;
  if (same > 0) open_[same].adjustedCount++;
  for (int opened = same + 1; opened <= length; opened++) open_[opened] = {1, count};
  // It begins with <s>, or has no longer n-gram to count.
  open_[length].adjustedCount = count;
  openLength_ = length;
  std::memcpy(key_, key, limbs * sizeof(uint64_t));
}

void AdjustedCounts::close(int length, bool isLast) {
  const OpenGram& gram = open_[length];
  const uint32_t lastWord = readKeyWord(key_, 0, shape_.wordBits);
  const bool isSpecial = length == 1 && lastWord == kSentenceEnd;
  const bool isPruned = !isSpecial && gram.actualCount <= shape_.prune[length - 1];
  const uint64_t payload = gram.adjustedCount | (isPruned ? kPrunedMark : 0);
  // lmplz takes the last n-gram of each shorter length into its statistics with the actual count. One n-gram more or
  // less is nothing to the discounts of a corpus, but those of small ones would differ.
  addStatistics(length, isLast ? gram.actualCount : gram.adjustedCount, isPruned);
  if (length == 1) {
    unigrams_[lastWord] = payload;
    return;
  }
  uint64_t prefix[kMaxKeyLimbs] = {};
  copyKeyPrefix(key_, length, shape_.wordBits, prefix);
  RecordSorter& sorter = *contexts_[length];
  uint64_t* const slot = sorter.nextSlot();
  rotateKeyLeft(prefix, length, shape_.wordBits, slot);
  slot[keyLimbs(length, shape_.wordBits)] = payload;
  sorter.advanceSlot();
}

void AdjustedCounts::addStatistics(int length, uint64_t count, bool isPruned) {
  CountStatistics& statistics = statistics_[length];
  if (count < statistics.countOfCounts.size()) statistics.countOfCounts[count]++;
  if (!isPruned) statistics.keptCount++;
}

}  // namespace codeshell
