#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace codeshell {

/// Which features a classifier sees; part of its model file.
struct ClassifierFeatureOptions {
  /// Features are numbers below this.
  uint32_t buckets = 1u << 18;
  /// Longest sequence of words that is a feature; 1 is words alone.
  uint32_t wordNgrams = 2;
  /// Shortest and longest part of a word, in characters with one mark at each end, that is a feature; 0 and 0 is none.
  uint32_t minCharacterNgram = 0;
  uint32_t maxCharacterNgram = 0;
  /// Bytes of a document that are looked at.
  uint64_t maxDocumentBytes = 1u << 16;
};

/// Turns documents into hashed features, as fastText does (Joulin et al. 2016, "Bag of Tricks for Efficient Text
/// Classification"; parts of words by Bojanowski et al. 2016). For one thread at a time.
///
/// - A word is a maximal run of ASCII letters, digits, "_" and bytes of 128 and more; every other byte above 32 is a
/// word by
///   itself; the bytes up to 32 part words.
/// - A sequence of words is one feature for each length up to `wordNgrams` at each of its places.
/// - Parts are those of "<word>" for words of more than punctuation; a mark alone is none.
///
/// Deviations from fastText: words are hashed as well instead of having rows of their own, and there is no feature for
/// the end of a line.
class ClassifierFeatureExtractor {
 public:
  explicit ClassifierFeatureExtractor(const ClassifierFeatureOptions& options) : options_(options) {}

  /// Appends the features of a document, in the order of its words.
  void extract(const uint8_t* data, size_t size, std::vector<uint32_t>& features);

 private:
  void addWord(uint64_t hash, std::vector<uint32_t>& features);
  void addParts(const uint8_t* word, size_t size, std::vector<uint32_t>& features);
  uint32_t toBucket(uint64_t hash) const;

  ClassifierFeatureOptions options_;
  /// The hashes of the sequences that end with the last word, by length.
  std::vector<uint64_t> sequences_;
  /// "<word>" and the places where its characters start.
  std::vector<uint8_t> marked_;
  std::vector<size_t> starts_;
};

}  // namespace codeshell
