#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "base/files/mapped-file.h"
#include "ngram/levels.h"
#include "ngram/model/elias-fano.h"
#include "ngram/model/format.h"
#include "ngram/model/hash-table.h"
#include "ngram/model/quantizer.h"
#include "ngram/model/trie.h"
#include "ngram/tokens/tokenizer.h"

namespace codeshell {

/// A model file in memory. Opening reads its header alone; wrong bytes after that give wrong numbers, never a read
/// outside the file. Thread-safe once open.
class NgramModel {
 public:
  /// Throws FileError, or NgramError for a file that is foreign, truncated, damaged or of another version.
  explicit NgramModel(const std::filesystem::path& path);
  /// A model in memory that outlives this object, at an address that is a multiple of 8.
  NgramModel(const uint8_t* data, size_t sizeBytes, const std::string& name);

  const NgramModelHeader& header() const { return header_; }
  int order() const { return static_cast<int>(header_.order); }
  bool isTrie() const { return header_.structure == static_cast<uint32_t>(NgramStructure::kTrie); }
  NgramTokenizerKind tokenizer() const { return static_cast<NgramTokenizerKind>(header_.tokenizer); }
  uint32_t wordCount() const { return static_cast<uint32_t>(header_.counts[1]); }
  uint64_t sizeBytes() const { return header_.fileBytes; }

  const ValueTable& wordTable() const { return wordTable_; }
  /// From what the word table has; `kUnknownWord` for nothing.
  uint32_t findWord(uint64_t finishedHash) const {
    uint32_t id = kUnknownWord;
    if (!wordTable_.find(finishedHash, &id) || id >= wordCount()) return kUnknownWord;
    return id;
  }
  NgramWeights unigram(uint32_t word) const { return unigrams_[word]; }
  /// All words by id, each with a NUL after it.
  const char* words() const { return reinterpret_cast<const char*>(data_ + header_.words.offset); }

  /// Of a probing model, by length.
  const WeightsTable& weightsTable(int length) const { return weightsTables_[length]; }
  const ValueTable& longestTable() const { return longestTable_; }

  /// Of a trie.
  struct TrieLength {
    TrieRecordsView records;
    EliasFanoView pointers;
    const NgramCodebook* probabilities = nullptr;
    const NgramCodebook* backoffs = nullptr;
  };
  const TrieLength& trieLength(int length) const { return trieLengths_[length]; }

 private:
  void open(const std::string& name);
  void openProbing(const std::string& name);
  void openTrie(const std::string& name);

  std::unique_ptr<MappedFile> file_;
  const uint8_t* data_;
  size_t sizeBytes_;
  NgramModelHeader header_{};
  ValueTable wordTable_;
  const NgramWeights* unigrams_ = nullptr;
  std::array<WeightsTable, kMaxNgramOrder + 1> weightsTables_;
  ValueTable longestTable_;
  std::array<TrieLength, kMaxNgramOrder + 1> trieLengths_;
};

}  // namespace codeshell
