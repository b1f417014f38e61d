#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/records/record-spool.h"
#include "ngram/levels.h"
#include "ngram/model/format.h"
#include "ngram/task.h"
#include "ngram/tokens/tokenizer.h"
#include "ngram/training/adjusted-counts.h"
#include "ngram/training/discounts.h"

namespace codeshell {

struct NgramTrainingOptions {
  /// 1 to 6.
  int order = 5;
  /// By length, ascending or equal: n-grams that occur at most so often are left out; words too, if the first is not 0.
  std::array<uint64_t, kMaxNgramOrder> prune{};
  NgramTokenizerKind tokenizer = NgramTokenizerKind::kCode;
  NgramStructure structure = NgramStructure::kProbing;
  bool interpolateUnigrams = true;
  size_t memoryBytes = 0;
  std::filesystem::path temporaryFolder;
  std::filesystem::path outputFile;
  /// Empty for none.
  std::filesystem::path arpaFile;
};

struct NgramTrainingResult {
  uint64_t documentCount = 0;
  /// Words and sentence ends.
  uint64_t tokenCount = 0;
  /// Of the model, by length from index 1.
  std::array<uint64_t, kMaxNgramOrder + 1> counts{};
  std::array<DiscountEstimate, kMaxNgramOrder + 1> discounts{};
  /// Words `<unk>`, `<UNK>`, `<s>` and `</s>` of the text that were skipped.
  uint64_t skippedSpecialCount = 0;
  uint64_t modelBytes = 0;
};

/// Trains a model on documents that come in one after the other (Heafield et al. 2013, with modified Kneser-Ney
/// smoothing of Chen and Goodman 1998), so that the result is the model of lmplz on the same words.
///
/// The documents leave one 4-byte id for each token; everything from there on is sorting and merging of fixed-width
/// records, on disk where the memory does not hold them. Only the vocabulary and a few numbers for each word stay in
/// memory; they come out of what is given.
class NgramTrainer {
 public:
  static constexpr size_t kMinMemoryBytes = 1 << 20;

  /// Throws NgramError for options that make no model, FileError if there can be no temporary folder.
  explicit NgramTrainer(NgramTrainingOptions options);
  ~NgramTrainer();

  /// Takes documents in: document i is the bytes from `offsets[i]` to `offsets[i + 1]`.
  void add(const uint8_t* data, const size_t* offsets, size_t documentCount, const NgramTask& task);

  /// Estimates and writes the model. The trainer is of no use afterwards.
  NgramTrainingResult finish(const NgramTask& task);

 private:
  void addDocument(const uint8_t* data, size_t size, const NgramTask& task);
  void addWord(uint32_t word);
  void checkVocabularyMemory() const;
  size_t sortingBytes() const;
  std::unique_ptr<RecordSorter> countLongest(int wordBits, size_t memoryBytes, const NgramTask& task);

  NgramTrainingOptions options_;
  NgramTrainingResult result_;
  std::unique_ptr<TemporaryFolder> folder_;
  NgramVocabulary vocabulary_;
  /// Two word ids to a record, the first in the low half; an odd last one is followed by `<unk>`.
  std::unique_ptr<RecordSpool> words_;
  uint64_t wordPair_ = 0;
  bool hasHalfPair_ = false;
};

}  // namespace codeshell
