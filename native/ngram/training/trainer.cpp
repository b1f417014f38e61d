#include "ngram/training/trainer.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "ngram/arpa/writer.h"
#include "ngram/error.h"
#include "ngram/model/writer.h"
#include "ngram/training/estimator.h"

namespace codeshell {
namespace {

constexpr size_t kTokenBatch = 256;
/// Adjusted count, weights and the room that growing arrays leave.
constexpr size_t kBytesOfWordNumbers = 32;

void checkOptions(const NgramTrainingOptions& options) {
  if (options.order < 1 || options.order > kMaxNgramOrder) {
    throw NgramError(kNgramOptionError, "order is " + std::to_string(options.order) + "; it must be from 1 to 6");
  }
  if (options.memoryBytes < NgramTrainer::kMinMemoryBytes) {
    throw NgramError(kNgramMemoryError, "memoryBytes is " + std::to_string(options.memoryBytes) +
                                            "; training needs at least " +
                                            std::to_string(NgramTrainer::kMinMemoryBytes) + " bytes");
  }
  for (int length = 1; length < options.order; length++) {
    if (options.prune[length] < options.prune[length - 1]) {
      throw NgramError(kNgramOptionError, "prune must not descend: the threshold of length " +
                                              std::to_string(length + 1) + " is below that of length " +
                                              std::to_string(length));
    }
  }
}

/// Readers of ARPA files take this word for `<unk>`, so a model must not list both.
bool isUnknownInCapitals(const NgramToken& token) {
  return token.textSize == 5 && std::memcmp(token.text, "<UNK>", 5) == 0;
}

}  // namespace

NgramTrainer::NgramTrainer(NgramTrainingOptions options) : options_(std::move(options)) {
  checkOptions(options_);
  folder_ = std::make_unique<TemporaryFolder>(options_.temporaryFolder);
  words_ = std::make_unique<RecordSpool>(1, options_.memoryBytes / 4, *folder_);
}

NgramTrainer::~NgramTrainer() = default;

void NgramTrainer::addWord(uint32_t word) {
  if (hasHalfPair_) {
    const uint64_t pair = wordPair_ | static_cast<uint64_t>(word) << 32;
    words_->append(&pair);
  } else {
    wordPair_ = word;
  }
  hasHalfPair_ = !hasHalfPair_;
}

void NgramTrainer::addDocument(const uint8_t* data, size_t size, const NgramTask& task) {
  NgramTokenizer tokenizer(options_.tokenizer, data, size);
  NgramToken tokens[kTokenBatch];
  while (const size_t count = tokenizer.read(tokens, kTokenBatch)) {
    task.throwIfCancelled();
    for (size_t index = 0; index < count; index++) {
      const NgramToken& token = tokens[index];
      if (isUnknownInCapitals(token)) {
        result_.skippedSpecialCount++;
        continue;
      }
      const uint32_t word =
          token.isSentenceEnd ? kSentenceEnd : vocabulary_.add(token.hash, token.text, token.textSize);
      if (word <= kSentenceEnd && !token.isSentenceEnd) {
        result_.skippedSpecialCount++;
        continue;
      }
      addWord(word);
      result_.tokenCount++;
    }
  }
  result_.documentCount++;
}

void NgramTrainer::checkVocabularyMemory() const {
  if (!vocabulary_.isTooLargeFor(options_.memoryBytes)) return;
  throw NgramError(kNgramMemoryError, "The vocabulary of " + std::to_string(vocabulary_.wordCount()) +
                                          " different words takes " + std::to_string(vocabulary_.memoryBytes()) +
                                          " bytes, more than " + std::to_string(NgramVocabulary::kMaxMemoryShare) +
                                          " times memoryBytes (" + std::to_string(options_.memoryBytes) +
                                          "); give more memory or less text");
}

/// What is left for sorting beside the vocabulary and the numbers of each word. A vocabulary that takes most of the
/// memory leaves a quarter of it, so that the training ends, with more than was given.
size_t NgramTrainer::sortingBytes() const {
  const size_t words = vocabulary_.memoryBytes() + vocabulary_.wordCount() * kBytesOfWordNumbers;
  const size_t least = options_.memoryBytes / 4;
  return words + least >= options_.memoryBytes ? least : options_.memoryBytes - words;
}

void NgramTrainer::add(const uint8_t* data, const size_t* offsets, size_t documentCount, const NgramTask& task) {
  for (size_t document = 0; document < documentCount; document++) {
    addDocument(data + offsets[document], offsets[document + 1] - offsets[document], task);
    checkVocabularyMemory();
  }
}

std::unique_ptr<RecordSorter> NgramTrainer::countLongest(int wordBits, size_t memoryBytes, const NgramTask& task) {
  const int order = options_.order;
  const size_t limbs = keyLimbs(order, wordBits);
  auto sorter = std::make_unique<RecordSorter>(
      RecordSorter::Layout{limbs, static_cast<size_t>(order) * wordBits, RecordSorter::Input::kKeys},
      RecordSorter::Resources{memoryBytes, *folder_, task.threadCount});
  uint64_t begin[kMaxKeyLimbs] = {};
  for (int index = 0; index < order; index++) addKeyWord(begin, index, wordBits, kSentenceBegin);
  uint64_t key[kMaxKeyLimbs];
  std::copy(begin, begin + kMaxKeyLimbs, key);
  const uint64_t usedBits = static_cast<uint64_t>(order) * wordBits % 64;
  const uint64_t lastLimbMask = usedBits == 0 ? ~uint64_t{0} : ~(~uint64_t{0} >> usedBits);
  const auto count = [&](uint32_t word) {
    uint64_t carry = static_cast<uint64_t>(word) << (64 - wordBits);
    for (size_t limb = 0; limb < limbs; limb++) {
      const uint64_t shifted = key[limb] >> wordBits | carry;
      carry = key[limb] << (64 - wordBits);
      key[limb] = shifted;
    }
    key[limbs - 1] &= lastLimbMask;
    sorter->push(key);
    if (word == kSentenceEnd) std::copy(begin, begin + kMaxKeyLimbs, key);
  };
  RecordSpool::Reader reader(*words_);
  for (uint64_t index = 0; index < result_.tokenCount; index += 2) {
    if (index % 0x20000 == 0) {
      task.throwIfCancelled();
      task.report("count", static_cast<double>(index) / static_cast<double>(result_.tokenCount));
    }
    const uint64_t pair = *reader.next();
    count(static_cast<uint32_t>(pair));
    if (index + 1 < result_.tokenCount) count(static_cast<uint32_t>(pair >> 32));
  }
  words_.reset();
  sorter->finish(*task.cancelled);
  return sorter;
}

NgramTrainingResult NgramTrainer::finish(const NgramTask& task) {
  if (result_.tokenCount == 0) {
    throw NgramError(kNgramEmptyError, "There is nothing to train on: the documents have no tokens");
  }
  if (hasHalfPair_) addWord(kUnknownWord);
  const int order = options_.order;
  const int wordBits = vocabulary_.wordBits();
  const size_t memoryBytes = sortingBytes();
  std::unique_ptr<RecordSorter> counts = countLongest(wordBits, memoryBytes / 4, task);

  task.report("adjust", 0);
  std::unique_ptr<RecordSorter> contexts[kMaxNgramOrder + 1];
  const size_t total = static_cast<size_t>(order) * (order + 1) / 2 - 1;
  for (int length = 2; length <= order; length++) {
    contexts[length] = std::make_unique<RecordSorter>(
        RecordSorter::Layout{keyLimbs(length, wordBits), static_cast<size_t>(length) * wordBits,
                             RecordSorter::Input::kRecords},
        RecordSorter::Resources{memoryBytes / 8 * 3 * length / total, *folder_, task.threadCount});
  }
  AdjustedCounts adjusted({order, wordBits, vocabulary_.wordCount(), options_.prune}, contexts);
  adjusted.run(*counts, task);
  counts.reset();

  std::array<Discount, kMaxNgramOrder + 1> discounts{};
  for (int length = 1; length <= order; length++) {
    result_.discounts[length] = estimateDiscount(adjusted.statistics()[length]);
    discounts[length] = result_.discounts[length].discount;
  }
  NgramEstimator estimator({order, wordBits, options_.interpolateUnigrams, memoryBytes}, discounts, *folder_, task);
  for (int length = order; length >= 2; length--) {
    task.report("estimate", static_cast<double>(order - length) / order);
    contexts[length]->finish(*task.cancelled);
    estimator.addLength(length, *contexts[length]);
    contexts[length].reset();
  }
  task.report("interpolate", 0);
  NgramLevels levels;
  estimator.interpolate(adjusted.unigrams(), std::move(vocabulary_), levels);
  for (int length = 1; length <= order; length++) result_.counts[length] = levels.count(length);

  task.report("write", 0);
  if (!options_.arpaFile.empty()) writeArpa(levels, options_.arpaFile, task);
  const NgramModelOrigin origin{options_.tokenizer, options_.structure};
  result_.modelBytes = writeNgramModel(levels, origin, options_.outputFile, memoryBytes / 2, *folder_, task);
  task.report("write", 1);
  return result_;
}

}  // namespace codeshell
