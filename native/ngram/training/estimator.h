#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

#include "base/records/record-sorter.h"
#include "base/records/record-spool.h"
#include "ngram/levels.h"
#include "ngram/task.h"
#include "ngram/training/adjusted-counts.h"
#include "ngram/training/discounts.h"

namespace codeshell {

/// Interpolated modified Kneser-Ney probabilities from adjusted counts, in two streaming passes over sorted records
/// (Heafield et al. 2013, sections 3.3 and 3.4):
///
/// 1. In context order: the sum of the counts of each context gives every n-gram its discounted share and every context
///    the share that it leaves to the shorter n-grams, which becomes its back-off.
/// 2. In suffix order: each share is interpolated with the probability of the n-gram without its first word.
///
/// Differences from lmplz: sums are doubles, not floats; probabilities agree to about six digits.
class NgramEstimator {
 public:
  struct Options {
    int order;
    int wordBits;
    /// Off: unigrams are not interpolated with the uniform distribution, and `<unk>` gets all of its share.
    bool interpolateUnigrams;
    size_t memoryBytes;
  };

  NgramEstimator(const Options& options, const std::array<Discount, kMaxNgramOrder + 1>& discounts,
                 TemporaryFolder& folder, const NgramTask& task);

  /// Pass 1 for one length from 2 on; `contexts` is finished and gives the n-grams in context order.
  void addLength(int length, RecordSorter& contexts);

  /// Pass 2. `unigrams` holds the adjusted counts by word id, marked where they are pruned; a pruned word is none of
  /// the words of `levels`.
  void interpolate(const std::vector<uint64_t>& unigrams, NgramVocabulary vocabulary, NgramLevels& levels);

 private:
  struct Follower;
  class ContextSum;

  void flushContext(int length, const std::vector<Follower>& followers);
  void descend(int length, const uint64_t* ending, double shorterProbability);
  void emit(int length, const uint64_t* key, double probability, double backoff);
  double takeBackoff(int length, const uint64_t* key);
  void fillVocabulary(const std::vector<uint64_t>& unigrams, NgramVocabulary vocabulary);

  Options options_;
  std::array<Discount, kMaxNgramOrder + 1> discounts_;
  TemporaryFolder* folder_;
  const NgramTask* task_;
  uint64_t recordNumber_ = 0;

  std::array<std::unique_ptr<RecordSorter>, kMaxNgramOrder + 1> shares_;
  /// Back-offs of the contexts of each length, in suffix order.
  std::array<std::unique_ptr<RecordSpool>, kMaxNgramOrder + 1> backoffs_;
  std::array<std::unique_ptr<RecordSpool::Reader>, kMaxNgramOrder + 1> backoffReaders_;
  std::array<const uint64_t*, kMaxNgramOrder + 1> nextBackoff_{};
  std::array<const uint64_t*, kMaxNgramOrder + 1> nextShare_{};
  NgramLevels* levels_ = nullptr;
  /// New ids of words, where some are pruned.
  std::vector<uint32_t> newIds_;
};

}  // namespace codeshell
