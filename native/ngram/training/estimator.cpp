#include "ngram/training/estimator.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "ngram/tokens/tokenizer.h"

namespace codeshell {
namespace {

uint64_t countOf(uint64_t payload) { return payload & ~kPrunedMark; }
bool isPruned(uint64_t payload) { return (payload & kPrunedMark) != 0; }

uint64_t packShare(double share, double rest) {
  return packWeights({static_cast<float>(share), static_cast<float>(rest)});
}

/// A context that leaves nothing to shorter n-grams has this logarithm instead of minus infinity, as in SRILM's files.
constexpr float kLogZero = -99;

float toLog10(double value) { return value > 0 ? std::min(0.0f, static_cast<float>(std::log10(value))) : kLogZero; }

}  // namespace

struct NgramEstimator::Follower {
  uint64_t key[kMaxKeyLimbs];
  uint64_t payload;
};

/// What the n-grams of one context have in common.
class NgramEstimator::ContextSum {
 public:
  void add(uint64_t payload) {
    const uint64_t count = countOf(payload);
    sum_ += count;
    if (isPruned(payload)) {
      prunedSum_ += count;
    } else if (count > 0) {
      counts_[std::min<uint64_t>(count, 3)]++;
    }
  }

  double sum() const { return static_cast<double>(sum_); }

  /// The share, from 0 to 1, that the n-grams leave to shorter ones.
  double rest(const Discount& discount) const {
    double rest = static_cast<double>(prunedSum_);
    for (size_t count = 1; count <= 3; count++) rest += discount[count] * static_cast<double>(counts_[count]);
    return rest / sum();
  }

 private:
  uint64_t sum_ = 0;
  uint64_t prunedSum_ = 0;
  uint64_t counts_[4] = {};
};

NgramEstimator::NgramEstimator(const Options& options, const std::array<Discount, kMaxNgramOrder + 1>& discounts,
                               TemporaryFolder& folder, const NgramTask& task)
    : options_(options), discounts_(discounts), folder_(&folder), task_(&task) {}

void NgramEstimator::addLength(int length, RecordSorter& contexts) {
  const int wordBits = options_.wordBits;
  const size_t limbs = keyLimbs(length, wordBits);
  const size_t contextBits = static_cast<size_t>(length - 1) * wordBits;
  // Two of three eighths of the memory, shared by length.
  const size_t total = static_cast<size_t>(options_.order) * (options_.order + 1) / 2 - 1;
  const size_t share = options_.memoryBytes / 8 * 3 * length / total;
  shares_[length] = std::make_unique<RecordSorter>(
      RecordSorter::Layout{limbs, static_cast<size_t>(length) * wordBits, RecordSorter::Input::kRecords},
      RecordSorter::Resources{share, *folder_, task_->threadCount});
  backoffs_[length - 1] = std::make_unique<RecordSpool>(keyLimbs(length - 1, wordBits) + 1,
                                                        options_.memoryBytes / 8 * length / total, *folder_);
  std::vector<Follower> followers;
  while (const uint64_t* record = contexts.next()) {
    task_->throwIfCancelledAt(recordNumber_++);
    if (!followers.empty() && countEqualBits(record, followers.front().key, limbs) < contextBits) {
      flushContext(length, followers);
      followers.clear();
    }
    Follower& follower = followers.emplace_back();
    std::memcpy(follower.key, record, limbs * sizeof(uint64_t));
    follower.payload = record[limbs];
  }
  if (!followers.empty()) flushContext(length, followers);
  shares_[length]->finish(*task_->cancelled);
}

void NgramEstimator::flushContext(int length, const std::vector<Follower>& followers) {
  ContextSum context;
  for (const Follower& follower : followers) context.add(follower.payload);
  const double rest = context.rest(discounts_[length]);
  const int wordBits = options_.wordBits;
  uint64_t record[kMaxKeyLimbs + 1] = {};
  copyKeyPrefix(followers.front().key, length - 1, wordBits, record);
  record[keyLimbs(length - 1, wordBits)] = std::bit_cast<uint64_t>(rest);
  backoffs_[length - 1]->append(record);
  RecordSorter& shares = *shares_[length];
  for (const Follower& follower : followers) {
    if (isPruned(follower.payload)) continue;
    uint64_t* const slot = shares.nextSlot();
    rotateKeyRight(follower.key, length, wordBits, slot);
    const uint64_t count = countOf(follower.payload);
    const double share = (static_cast<double>(count) - discountOf(discounts_[length], count)) / context.sum();
    slot[keyLimbs(length, wordBits)] = packShare(share, rest);
    shares.advanceSlot();
  }
}

void NgramEstimator::fillVocabulary(const std::vector<uint64_t>& unigrams, NgramVocabulary vocabulary) {
  NgramVocabulary& kept = levels_->vocabulary;
  // Most models keep all words, and their keys need no translation.
  if (std::none_of(unigrams.begin(), unigrams.end(), isPruned)) {
    kept = std::move(vocabulary);
    return;
  }
  newIds_.assign(unigrams.size(), NgramVocabulary::kEmpty);
  for (uint32_t id = 0; id < unigrams.size(); id++) {
    if (isPruned(unigrams[id])) continue;
    const std::string_view word = vocabulary.word(id);
    newIds_[id] = kept.add(vocabulary.hashOf(id), reinterpret_cast<const uint8_t*>(word.data()), word.size());
  }
}

void NgramEstimator::interpolate(const std::vector<uint64_t>& unigrams, NgramVocabulary vocabulary,
                                 NgramLevels& levels) {
  levels_ = &levels;
  levels.order = options_.order;
  levels.wordBits = options_.wordBits;
  fillVocabulary(unigrams, std::move(vocabulary));
  const size_t total = static_cast<size_t>(options_.order) * (options_.order + 1) / 2;
  for (int length = 2; length <= options_.order; length++) {
    const size_t share = options_.memoryBytes / 4 * length / total;
    levels.grams[length] = std::make_unique<RecordSpool>(keyLimbs(length, options_.wordBits) + 1, share, *folder_);
    nextShare_[length] = shares_[length]->next();
    backoffReaders_[length - 1] = std::make_unique<RecordSpool::Reader>(*backoffs_[length - 1]);
    nextBackoff_[length - 1] = backoffReaders_[length - 1]->next();
  }
  ContextSum context;
  for (const uint64_t payload : unigrams) context.add(payload);
  const double rest = context.rest(discounts_[1]);
  // <s> is never predicted.
  const double interpolated = options_.interpolateUnigrams ? rest / (levels.vocabulary.wordCount() - 1.0) : 0;
  for (uint32_t id = 0; id < unigrams.size(); id++) {
    uint64_t key[kMaxKeyLimbs] = {};
    addKeyWord(key, 0, options_.wordBits, id);
    if (isPruned(unigrams[id])) continue;
    double probability = interpolated;
    if (id == kSentenceBegin) {
      // As in lmplz: <s> may be scored as a word of its sentence without a change of the sum.
      probability = 1;
    } else if (id == kUnknownWord) {
      if (!options_.interpolateUnigrams) probability = rest;
    } else {
      const uint64_t count = unigrams[id];
      probability += (static_cast<double>(count) - discountOf(discounts_[1], count)) / context.sum();
    }
    emit(1, key, probability, takeBackoff(1, key));
    descend(2, key, probability);
  }
  for (int length = 2; length <= options_.order; length++) shares_[length].reset();
}

/// All n-grams of one length that end in `ending`, with those that are longer.
void NgramEstimator::descend(int length, const uint64_t* ending, double shorterProbability) {
  if (length > options_.order) return;
  const size_t limbs = keyLimbs(length, options_.wordBits);
  const size_t endingLimbs = keyLimbs(length - 1, options_.wordBits);
  const size_t endingBits = static_cast<size_t>(length - 1) * options_.wordBits;
  const uint64_t*& share = nextShare_[length];
  while (share != nullptr && countEqualBits(share, ending, endingLimbs) >= endingBits) {
    task_->throwIfCancelledAt(recordNumber_++);
    uint64_t key[kMaxKeyLimbs] = {};
    std::memcpy(key, share, limbs * sizeof(uint64_t));
    const NgramWeights parts = unpackWeights(share[limbs]);
    const double probability = parts.probability + static_cast<double>(parts.backoff) * shorterProbability;
    share = shares_[length]->next();
    emit(length, key, probability, takeBackoff(length, key));
    descend(length + 1, key, probability);
  }
}

/// The back-off of an n-gram, 1 if it is no context.
double NgramEstimator::takeBackoff(int length, const uint64_t* key) {
  if (length == options_.order) return 1;
  const size_t limbs = keyLimbs(length, options_.wordBits);
  const uint64_t*& record = nextBackoff_[length];
  // Contexts that are pruned themselves have a back-off, but no n-gram to put it on.
  while (record != nullptr && compareKeys(record, key, limbs) < 0) record = backoffReaders_[length]->next();
  if (record == nullptr || compareKeys(record, key, limbs) != 0) return 1;
  const double backoff = std::bit_cast<double>(record[limbs]);
  record = backoffReaders_[length]->next();
  return backoff;
}

void NgramEstimator::emit(int length, const uint64_t* key, double probability, double backoff) {
  const NgramWeights weights{toLog10(probability), toLog10(backoff)};
  if (length == 1) {
    levels_->unigrams.push_back(weights);
    return;
  }
  const size_t limbs = keyLimbs(length, options_.wordBits);
  uint64_t record[kMaxKeyLimbs + 1] = {};
  if (newIds_.empty()) {
    std::memcpy(record, key, limbs * sizeof(uint64_t));
  } else {
    for (int index = 0; index < length; index++) {
      addKeyWord(record, index, options_.wordBits, newIds_[readKeyWord(key, index, options_.wordBits)]);
    }
  }
  record[limbs] = packWeights(weights);
  levels_->grams[length]->append(record);
}

}  // namespace codeshell
