#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

#include "base/files/file.h"
#include "ngram/levels.h"
#include "ngram/task.h"

namespace codeshell {

/// Writes the text of an ARPA file. Blanks are left out: they are not the model's.
class ArpaText {
 public:
  explicit ArpaText(File& file) : file_(file) {}
  void begin(const std::array<uint64_t, kMaxNgramOrder + 1>& counts, int order);
  void beginLength(int length);
  /// Words in the order of the text.
  void addGram(NgramWeights weights, const std::string_view* words, int length, bool hasBackoff);
  void finish();

 private:
  void flushIfFull();

  File& file_;
  std::string text_;
};

/// Writes a finished model as an ARPA file.
void writeArpa(NgramLevels& levels, const std::filesystem::path& outputFile, const NgramTask& task);

}  // namespace codeshell
