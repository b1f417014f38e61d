#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "ngram/file.h"
#include "ngram/levels.h"
#include "ngram/records/record-sorter.h"
#include "ngram/task.h"

namespace codeshell {

/// Reads an ARPA file of any tool into the levels of a model.
///
/// As in KenLM, a missing `<unk>` gets the logarithm -100. An n-gram whose ending without the first word is not listed,
/// as tools that prune leave some, makes that ending a blank. Every wrong line is an NgramError with its number.
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

  bool readLine(std::string_view& line);
  bool fillBuffer();
  std::string_view readNonBlankLine();
  void readCounts(std::string_view& line);
  void readUnigrams();
  void readLength(int length);
  bool readGram(int length, Fields& fields);
  void addSpecialWords(const std::vector<bool>& isListed);
  void mergeLengths();
  void descend(int length, const uint64_t* ending);
  bool findNext(int length, const uint64_t* ending, uint64_t* next) const;
  [[noreturn]] void fail(const std::string& reason) const;

  std::filesystem::path path_;
  NgramFile file_;
  Limits limits_;
  const NgramTask* task_;
  std::vector<char> buffer_;
  size_t begin_ = 0;
  size_t end_ = 0;
  uint64_t lineNumber_ = 0;
  uint64_t bytesRead_ = 0;
  std::array<uint64_t, kMaxNgramOrder + 1> counts_{};
  int order_ = 0;
  NgramLevels* levels_ = nullptr;
  std::array<std::unique_ptr<RecordSorter>, kMaxNgramOrder + 1> sorters_;
  std::array<const uint64_t*, kMaxNgramOrder + 1> heads_{};
  uint64_t recordNumber_ = 0;
  std::vector<std::string> warnings_;
};

}  // namespace codeshell
