#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "ngram/model/format.h"
#include "ngram/model/model.h"
#include "ngram/task.h"

namespace codeshell {

struct ArpaImportOptions {
  std::filesystem::path arpaFile;
  std::filesystem::path outputFile;
  std::filesystem::path temporaryFolder;
  size_t memoryBytes = 0;
  NgramModelOrigin origin{NgramTokenizerKind::kWords, NgramStructure::kProbing};
};

struct ArpaImportResult {
  int order = 0;
  /// By length from index 1; blanks count.
  std::array<uint64_t, kMaxNgramOrder + 1> counts{};
  uint64_t modelBytes = 0;
  std::vector<std::string> warnings;
};

/// Makes a model file of an ARPA file.
ArpaImportResult importArpa(const ArpaImportOptions& options, const NgramTask& task);

/// Writes a trie model as an ARPA file, with the rounded weights that it has. A probing model cannot be written: it
/// keeps hashes of n-grams, not their words.
void exportArpa(const NgramModel& model, const std::filesystem::path& outputFile, const NgramTask& task);

}  // namespace codeshell
