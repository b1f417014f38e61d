#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "ngram/model/model.h"
#include "ngram/task.h"

namespace codeshell {

struct NgramDocumentScore {
  /// Sum of the base-10 logarithms of the probabilities of all tokens.
  double log10Probability = 0;
  /// Words and sentence ends.
  uint64_t tokenCount = 0;
  /// Words that the model does not know.
  uint64_t unknownCount = 0;
  uint64_t sizeBytes = 0;
};

/// Columns of one row of results, in the order that `native/ngram/ngram.ts` publishes.
inline constexpr size_t kNgramScoreColumnCount = 5;

/// Writes `kNgramScoreColumnCount` numbers: perplexity per token, bits per byte, share of unknown tokens, number of
/// tokens, base-10 logarithm of the probability. Figures of nothing are 0.
void writeNgramScoreRow(const NgramDocumentScore& score, double* row);

struct NgramTokenScore {
  float log10Probability;
  /// Words of the longest n-gram that the model has for this token; 0 if it does not know the word.
  uint32_t matchedLength;
  uint64_t offset;
  uint64_t size;
};

/// Scores documents with a model that outlives it, on one thread at a time. A cancelled task ends it within a document.
class NgramScorer {
 public:
  NgramScorer(const NgramModel& model, const NgramTask& task);
  ~NgramScorer();
  NgramScorer(const NgramScorer&) = delete;
  NgramScorer& operator=(const NgramScorer&) = delete;

  NgramDocumentScore scoreDocument(const uint8_t* data, size_t size);
  /// The tokens of a document in their order, sentence ends included.
  std::vector<NgramTokenScore> scoreTokens(const uint8_t* data, size_t size);

 private:
  struct Scorers;
  std::unique_ptr<Scorers> scorers_;
};

/// Scores many documents on the threads of the task: document i is the bytes from `offsets[i]` to `offsets[i + 1]`, and
/// row i its result.
void scoreDocuments(const NgramModel& model, const uint8_t* data, const std::vector<size_t>& offsets, double* rows,
                    const NgramTask& task);

}  // namespace codeshell
