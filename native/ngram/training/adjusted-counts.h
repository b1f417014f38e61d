#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

#include "base/records/record-sorter.h"
#include "ngram/packed-key.h"
#include "ngram/task.h"

namespace codeshell {

/// Set in a count whose n-gram is pruned: it gets no probability, but its mass counts.
inline constexpr uint64_t kPrunedMark = uint64_t{1} << 63;

struct CountStatistics {
  /// Number of n-grams with an adjusted count of 1, 2, 3 and 4, pruned ones too.
  std::array<uint64_t, 5> countOfCounts{};
  uint64_t keptCount = 0;
};

/// Index 0 is unused: everything is by n-gram length.
using CountStatisticsByLength = std::array<CountStatistics, kMaxNgramOrder + 1>;

/// Adjusted counts of all lengths from the counts of the longest n-grams (Heafield et al. 2013, section 3.2): the
/// longest n-grams, and those that begin with `<s>`, keep their count, all others count the different words before
/// them.
class AdjustedCounts {
 public:
  struct Shape {
    int order;
    int wordBits;
    uint32_t wordCount;
    /// An n-gram of length i is pruned if it occurs at most `prune[i - 1]` times.
    std::array<uint64_t, kMaxNgramOrder> prune;
  };

  /// `contexts[i]` receives the n-grams of length i, from 2 on, with their key in context order.
  AdjustedCounts(const Shape& shape, std::unique_ptr<RecordSorter>* contexts);

  /// Reads the longest n-grams with their counts, in suffix order; sentences begin with `order - 1` times `<s>`.
  void run(RecordSorter& counts, const NgramTask& task);

  const CountStatisticsByLength& statistics() const { return statistics_; }
  /// By word id; possibly with kPrunedMark.
  std::vector<uint64_t>& unigrams() { return unigrams_; }

 private:
  struct OpenGram {
    uint64_t adjustedCount;
    uint64_t actualCount;
  };

  void add(const uint64_t* key, uint64_t count);
  void close(int length, bool isLast);
  void addStatistics(int length, uint64_t count, bool isPruned);
  int effectiveLength(const uint64_t* key) const;

  Shape shape_;
  std::unique_ptr<RecordSorter>* contexts_;
  CountStatisticsByLength statistics_;
  std::vector<uint64_t> unigrams_;
  /// The n-gram read last, and the endings of it that may still get more counts.
  uint64_t key_[kMaxKeyLimbs] = {};
  int openLength_ = 0;
  std::array<OpenGram, kMaxNgramOrder + 1> open_{};
};

}  // namespace codeshell
