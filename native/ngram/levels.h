#pragma once

#include <bit>
#include <cstdint>
#include <memory>
#include <vector>

#include "base/records/record-spool.h"
#include "ngram/packed-key.h"
#include "ngram/tokens/vocabulary.h"

namespace codeshell {

/// Base-10 logarithms, as in ARPA files.
struct NgramWeights {
  float probability;
  float backoff;
};

/// A positive "probability" marks an n-gram that the model does not list although it lists a longer one that ends in
/// it: a lookup passes through it, but takes the probability of the shorter n-gram.
inline constexpr float kBlankProbability = 1;

inline uint64_t packWeights(NgramWeights weights) {
  return static_cast<uint64_t>(std::bit_cast<uint32_t>(weights.backoff)) << 32 |
         std::bit_cast<uint32_t>(weights.probability);
}

inline NgramWeights unpackWeights(uint64_t payload) {
  return {std::bit_cast<float>(static_cast<uint32_t>(payload)),
          std::bit_cast<float>(static_cast<uint32_t>(payload >> 32))};
}

/// A finished model before it takes the shape of a file: what training and the import of ARPA files produce.
struct NgramLevels {
  int order = 0;
  int wordBits = 0;
  NgramVocabulary vocabulary;
  /// By word id.
  std::vector<NgramWeights> unigrams;
  /// From order 2 on: keys in suffix order, ascending, with packed weights. Every n-gram's shorter ending is there too.
  std::unique_ptr<RecordSpool> grams[kMaxNgramOrder + 1];

  uint64_t count(int length) const { return length == 1 ? vocabulary.wordCount() : grams[length]->recordCount(); }
};

}  // namespace codeshell
