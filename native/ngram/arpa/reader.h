#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/files/file.h"
#include "ngram/arpa/lines.h"
#include "ngram/arpa/merger.h"
#include "ngram/levels.h"
#include "ngram/task.h"

namespace codeshell {

/// Reads an ARPA file of any tool into the levels of a model: with text before `\data\`, any blanks around headings,
/// counts and words, and blank lines anywhere or nowhere.
///
/// As in KenLM, a missing `<unk>` gets the logarithm -100, and `<UNK>` means it, unless the file lists both: then
/// `<UNK>` is a word like any other. A probability of 0, which some tools write as -inf, gets the logarithm -99. An
/// n-gram whose ending without the first word is not listed, as tools that prune leave some, makes that ending a blank.
/// Every wrong line is an NgramError with its number.
class ArpaReader {
 public:
  struct Limits {
    size_t memoryBytes;
    TemporaryFolder* folder;
  };
  ArpaReader(const std::filesystem::path& path, const Limits& limits, const NgramTask& task);
  ~ArpaReader();

  void read(NgramLevels& levels);
  const std::vector<std::string>& warnings() const { return warnings_; }

 private:
  struct Fields;

  void skipToCounts();
  void readCounts();
  void readCount(std::string_view line);
  void readHeading(const std::string& expected);
  void readUnigrams();
  void readLength(int length);
  bool readGram(int length, Fields& fields);
  float readLogarithm(std::string_view text);
  uint32_t findWord(std::string_view word) const;
  void checkCount(int length, uint64_t count) const;
  void addSpecialWords(const std::vector<bool>& isListed);

  std::filesystem::path path_;
  ArpaLines lines_;
  Limits limits_;
  const NgramTask* task_;
  std::array<uint64_t, kMaxNgramOrder + 1> counts_{};
  int order_ = 0;
  NgramLevels* levels_ = nullptr;
  /// Whether `<UNK>` in the file means `<unk>`.
  bool isUnknownInCapitals_ = false;
  uint64_t infiniteCount_ = 0;
  SortedNgrams sorters_;
  std::vector<std::string> warnings_;
};

}  // namespace codeshell
