#include "ngram/arpa/merger.h"

#include <cstring>
#include <utility>

#include "ngram/error.h"

namespace codeshell {

ArpaMerger::ArpaMerger(std::string fileName, SortedNgrams sorted, NgramLevels& levels, const NgramTask& task)
    : fileName_(std::move(fileName)), sorted_(std::move(sorted)), levels_(levels), task_(task) {}

/// The smallest ending of `length` words, after `ending`, that a listed n-gram has.
bool ArpaMerger::findNext(int length, const uint64_t* ending, uint64_t* next) const {
  const int wordBits = levels_.wordBits;
  const size_t limbs = keyLimbs(length, wordBits);
  bool isFound = false;
  for (int candidate = length; candidate <= levels_.order; candidate++) {
    const uint64_t* const head = heads_[candidate];
    if (head == nullptr) continue;
    if (countEqualBits(head, ending, keyLimbs(length - 1, wordBits)) < static_cast<size_t>(length - 1) * wordBits)
      continue;
    uint64_t prefix[kMaxKeyLimbs] = {};
    copyKeyPrefix(head, length, wordBits, prefix);
    if (isFound && compareKeys(prefix, next, limbs) >= 0) continue;
    std::memcpy(next, prefix, limbs * sizeof(uint64_t));
    isFound = true;
  }
  return isFound;
}

void ArpaMerger::descend(int length, const uint64_t* ending) {
  if (length > levels_.order) return;
  const size_t limbs = keyLimbs(length, levels_.wordBits);
  uint64_t record[kMaxKeyLimbs + 1] = {};
  while (findNext(length, ending, record)) {
    task_.throwIfCancelledAt(recordNumber_++);
    const uint64_t* const& head = heads_[length];
    if (head != nullptr && compareKeys(head, record, limbs) == 0) {
      record[limbs] = head[limbs];
      advance(length);
      if (head != nullptr && compareKeys(head, record, limbs) == 0) failTwice(length, record);
    } else {
      record[limbs] = packWeights({kBlankProbability, 0});
    }
    levels_.grams[length]->append(record);
    uint64_t key[kMaxKeyLimbs] = {};
    std::memcpy(key, record, limbs * sizeof(uint64_t));
    descend(length + 1, key);
  }
}

void ArpaMerger::advance(int length) { heads_[length] = sorted_[length]->next(); }

void ArpaMerger::failTwice(int length, const uint64_t* record) const {
  std::string gram;
  for (int index = length; index-- > 0;) {
    gram += levels_.vocabulary.word(readKeyWord(record, index, levels_.wordBits));
    gram += index > 0 ? " " : "";
  }
  throw NgramError(kNgramArpaError, fileName_ + ": the n-gram \"" + gram + "\" appears twice");
}

void ArpaMerger::merge(size_t memoryBytes, TemporaryFolder& folder) {
  for (int length = 2; length <= levels_.order; length++) {
    levels_.grams[length] =
        std::make_unique<RecordSpool>(keyLimbs(length, levels_.wordBits) + 1, memoryBytes / levels_.order, folder);
    advance(length);
  }
  for (uint32_t word = 0; word < levels_.vocabulary.wordCount(); word++) {
    uint64_t key[kMaxKeyLimbs] = {};
    addKeyWord(key, 0, levels_.wordBits, word);
    descend(2, key);
  }
}

}  // namespace codeshell
