#include "ngram/arpa/arpa.h"

#include <algorithm>
#include <cstring>
#include <string_view>

#include "base/files/output-file.h"
#include "ngram/arpa/reader.h"
#include "ngram/arpa/writer.h"
#include "ngram/error.h"
#include "ngram/model/writer.h"
#include "ngram/training/trainer.h"

namespace codeshell {
namespace {

/// The words of a model by id; empty ones where a damaged file has too few.
std::vector<std::string_view> listWords(const NgramModel& model) {
  std::vector<std::string_view> words(model.wordCount());
  const char* text = model.words();
  const char* const end = text + model.header().words.sizeBytes;
  for (std::string_view& word : words) {
    const char* const wordEnd = std::find(text, end, '\0');
    word = {text, static_cast<size_t>(wordEnd - text)};
    text = wordEnd == end ? end : wordEnd + 1;
  }
  return words;
}

/// Visits the n-grams of one length in suffix order.
class TrieTraversal {
 public:
  TrieTraversal(const NgramModel& model, const std::vector<std::string_view>& words, const NgramTask& task)
      : model_(model), words_(words), task_(task) {}

  template <typename Visit>
  void run(int length, Visit visit) {
    for (uint32_t word = 0; word < model_.wordCount(); word++) {
      gram_[kMaxNgramOrder - 1] = words_[word];
      descend(1, word, length, visit);
    }
  }

 private:
  template <typename Visit>
  void descend(int depth, uint64_t node, int length, Visit& visit) {
    if (depth >= kMaxNgramOrder) return;
    const auto [begin, end] = model_.trieLength(depth).pointers.pairAt(node);
    const NgramModel::TrieLength& children = model_.trieLength(depth + 1);
    for (uint64_t child = begin; child < end; child++) {
      task_.throwIfCancelledAt(visitCount_++);
      const uint32_t id = children.records.idAt(child);
      gram_[kMaxNgramOrder - 1 - depth] = id < words_.size() ? words_[id] : std::string_view();
      if (depth + 1 < length) {
        descend(depth + 1, child, length, visit);
        continue;
      }
      const uint8_t code = children.records.probabilityCodeAt(child);
      if (code == 0) continue;
      NgramWeights weights{(*children.probabilities)[code], 0};
      if (length < model_.order()) weights.backoff = (*children.backoffs)[children.records.backoffCodeAt(child)];
      visit(weights, gram_ + kMaxNgramOrder - length);
    }
  }

  const NgramModel& model_;
  const std::vector<std::string_view>& words_;
  const NgramTask& task_;
  /// Filled from the end.
  std::string_view gram_[kMaxNgramOrder];
  uint64_t visitCount_ = 0;
};

}  // namespace

ArpaImportResult importArpa(const ArpaImportOptions& options, const NgramTask& task) {
  if (options.memoryBytes < NgramTrainer::kMinMemoryBytes) {
    throw NgramError(kNgramMemoryError, "memoryBytes is " + std::to_string(options.memoryBytes) +
                                            "; an import needs at least " +
                                            std::to_string(NgramTrainer::kMinMemoryBytes) + " bytes");
  }
  TemporaryFolder folder(options.temporaryFolder);
  NgramLevels levels;
  ArpaImportResult result;
  {
    ArpaReader reader(options.arpaFile, {options.memoryBytes, &folder}, task);
    reader.read(levels);
    result.warnings = reader.warnings();
  }
  result.order = levels.order;
  for (int length = 1; length <= levels.order; length++) result.counts[length] = levels.count(length);
  task.report("write", 0);
  result.modelBytes =
      writeNgramModel(levels, options.origin, options.outputFile, options.memoryBytes / 2, folder, task);
  task.report("write", 1);
  return result;
}

void exportArpa(const NgramModel& model, const std::filesystem::path& outputFile, const NgramTask& task) {
  if (!model.isTrie() && model.order() > 1) {
    throw NgramError(kNgramOptionError,
                     "A model of structure \"probing\" keeps hashes of n-grams, not their words: have the training "
                     "write an ARPA file, or train with structure \"trie\"");
  }
  const std::vector<std::string_view> words = listWords(model);
  OutputFile output(outputFile);
  ArpaText text(output.file());
  TrieTraversal traversal(model, words, task);
  std::array<uint64_t, kMaxNgramOrder + 1> counts{};
  counts[1] = model.wordCount();
  for (int length = 2; length <= model.order(); length++) {
    traversal.run(length, [&](const NgramWeights&, const std::string_view*) { counts[length]++; });
  }
  text.begin(counts, model.order());
  text.beginLength(1);
  for (uint32_t word = 0; word < model.wordCount(); word++) {
    text.addGram(model.unigram(word), &words[word], 1, model.order() > 1);
  }
  for (int length = 2; length <= model.order(); length++) {
    task.report("write", static_cast<double>(length - 1) / model.order());
    text.beginLength(length);
    traversal.run(length, [&](const NgramWeights& weights, const std::string_view* gram) {
      text.addGram(weights, gram, length, length < model.order());
    });
  }
  text.finish();
  output.finish();
}

}  // namespace codeshell
