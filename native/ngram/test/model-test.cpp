#include "ngram/model/model.h"

#include <cmath>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include "base/files/file-error.h"
#include "base/test/check.h"
#include "ngram/arpa/arpa.h"
#include "ngram/error.h"
#include "ngram/score.h"
#include "ngram/training/trainer.h"

namespace codeshell::test {
namespace {

namespace fs = std::filesystem;

fs::path testFolder() { return fs::temp_directory_path() / "codeshell-native-model-test"; }

/// Words with a skewed distribution, so that counts of all sizes occur.
std::string randomCorpus(uint64_t seed, size_t lineCount) {
  std::mt19937_64 random(seed);
  std::string text;
  for (size_t line = 0; line < lineCount; line++) {
    for (size_t count = random() % 9; count > 0; count--) {
      text.append("w").append(std::to_string(random() % (1 + random() % 30))).append(" ");
    }
    text += '\n';
  }
  return text;
}

NgramTrainingOptions optionsFor(const char* name, int order, size_t memoryBytes) {
  NgramTrainingOptions options;
  options.order = order;
  options.tokenizer = NgramTokenizerKind::kWords;
  options.memoryBytes = memoryBytes;
  options.temporaryFolder = testFolder() / "temporary";
  options.outputFile = testFolder() / name;
  return options;
}

NgramTrainingResult train(const NgramTrainingOptions& options, const std::string& text, unsigned threadCount = 1) {
  NgramTrainer trainer(options);
  NgramTask task;
  task.threadCount = threadCount;
  const size_t offsets[2] = {0, text.size()};
  trainer.add(reinterpret_cast<const uint8_t*>(text.data()), offsets, 1, task);
  return trainer.finish(task);
}

std::vector<char> readBytes(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

void writeBytes(const fs::path& path, const std::vector<char>& bytes) {
  std::ofstream(path, std::ios::binary).write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

std::vector<NgramTokenScore> scoreTokens(const NgramModel& model, const std::string& text) {
  const NgramTask task;
  return NgramScorer(model, task).scoreTokens(reinterpret_cast<const uint8_t*>(text.data()), text.size());
}

/// The code of the NgramError that the function throws, or nothing.
std::string codeOf(const std::function<void()>& function) {
  try {
    function();
  } catch (const NgramError& error) {
    return error.code();
  }
  return "";
}

void testDiskAndMemoryAgree() {
  const std::string text = randomCorpus(11, 60'000);
  for (const NgramStructure structure : {NgramStructure::kProbing, NgramStructure::kTrie}) {
    NgramTrainingOptions disk = optionsFor("disk", 4, NgramTrainer::kMinMemoryBytes);
    NgramTrainingOptions memory = optionsFor("memory", 4, size_t{1} << 30);
    for (NgramTrainingOptions* options : {&disk, &memory}) {
      options->structure = structure;
      options->prune = {0, 0, 1, 1, 1, 1};
    }
    train(disk, text);
    train(memory, text, 3);
    check(readBytes(disk.outputFile) == readBytes(memory.outputFile),
          "a small memory gives the same file, bit for bit");
  }
  check(fs::is_empty(testFolder() / "temporary"), "nothing is left in the temporary folder");
}

void testProbabilitiesSumToOne() {
  const std::string text = randomCorpus(12, 3000);
  const NgramTrainingOptions options = optionsFor("sum", 5, 1 << 24);
  train(options, text);
  const NgramModel model(options.outputFile);
  std::mt19937_64 random(13);
  for (int round = 0; round < 20; round++) {
    std::string history;
    for (size_t count = random() % 6; count > 0; count--)
      history.append("w").append(std::to_string(random() % 33)).append(" ");
    // The last token of each text but the sentence end; `</s>` itself ends the history.
    double sum = 0;
    for (int word = 0; word < 30; word++) {
      const std::vector<NgramTokenScore> scores =
          scoreTokens(model, std::string(history).append("w").append(std::to_string(word)));
      sum += std::pow(10.0, static_cast<double>(scores[scores.size() - 2].log10Probability));
    }
    const std::vector<NgramTokenScore> unknown = scoreTokens(model, history + "unknown");
    check(unknown[unknown.size() - 2].matchedLength == 0, "the word is unknown");
    sum += std::pow(10.0, static_cast<double>(unknown[unknown.size() - 2].log10Probability));
    sum += std::pow(10.0, static_cast<double>(scoreTokens(model, history + " ").back().log10Probability));
    check(std::fabs(sum - 1) < 1e-5,
          ("the probabilities after \"" + history + "\" sum to " + std::to_string(sum)).c_str());
  }
}

void testTrieRoundsProbing() {
  const std::string text = randomCorpus(14, 5000);
  NgramTrainingOptions probing = optionsFor("probing", 6, 1 << 24);
  NgramTrainingOptions trie = optionsFor("trie", 6, 1 << 24);
  trie.structure = NgramStructure::kTrie;
  train(probing, text);
  train(trie, text);
  const NgramModel exact(probing.outputFile);
  const NgramModel rounded(trie.outputFile);
  const std::string other = randomCorpus(15, 500);
  const std::vector<NgramTokenScore> left = scoreTokens(exact, other);
  const std::vector<NgramTokenScore> right = scoreTokens(rounded, other);
  check(left.size() == right.size(), "both score the same tokens");
  for (size_t index = 0; index < left.size(); index++) {
    check(left[index].matchedLength == right[index].matchedLength, "both find the same n-grams");
    check(std::fabs(left[index].log10Probability - right[index].log10Probability) < 0.3f, "the trie rounds a little");
  }
}

void testArpaRoundTrip() {
  const NgramTask task;
  NgramTrainingOptions options = optionsFor("trained", 3, 1 << 24);
  options.arpaFile = testFolder() / "trained.arpa";
  train(options, randomCorpus(16, 2000));
  for (const size_t memoryBytes : {NgramTrainer::kMinMemoryBytes, size_t{1} << 26}) {
    const fs::path imported = testFolder() / "imported";
    importArpa({options.arpaFile,
                imported,
                testFolder() / "temporary",
                memoryBytes,
                {NgramTokenizerKind::kWords, NgramStructure::kProbing}},
               task);
    check(readBytes(imported) == readBytes(options.outputFile), "an ARPA file gives the same model, bit for bit");
  }
  const fs::path trie = testFolder() / "imported-trie";
  const fs::path exported = testFolder() / "exported.arpa";
  importArpa({options.arpaFile,
              trie,
              testFolder() / "temporary",
              1 << 24,
              {NgramTokenizerKind::kWords, NgramStructure::kTrie}},
             task);
  exportArpa(NgramModel(trie), exported, task);
  const std::vector<char> before = readBytes(options.arpaFile);
  const std::vector<char> after = readBytes(exported);
  // The rounded numbers differ; the n-grams do not.
  const auto countLines = [](const std::vector<char>& bytes) { return std::count(bytes.begin(), bytes.end(), '\n'); };
  checkEqual(countLines(after), countLines(before), "lines of the exported file");
  check(codeOf([&] { exportArpa(NgramModel(options.outputFile), exported, task); }) == kNgramOptionError,
        "a probing model cannot be exported");
}

void testDamagedFiles() {
  for (const NgramStructure structure : {NgramStructure::kProbing, NgramStructure::kTrie}) {
    NgramTrainingOptions options = optionsFor("whole", 3, 1 << 24);
    options.structure = structure;
    train(options, randomCorpus(17, 300));
    const std::vector<char> whole = readBytes(options.outputFile);
    const fs::path damaged = testFolder() / "damaged";
    const auto codeWith = [&](const std::vector<char>& bytes) {
      writeBytes(damaged, bytes);
      return codeOf([&] { NgramModel model(damaged); });
    };
    check(codeWith(whole).empty(), "the whole file opens");
    for (const size_t size : {size_t{0}, size_t{3}, size_t{100}, whole.size() / 2, whole.size() - 1}) {
      check(codeWith({whole.begin(), whole.begin() + static_cast<ptrdiff_t>(size)}) == kNgramFormatError,
            "a truncated file");
    }
    std::vector<char> version = whole;
    version[offsetof(NgramModelHeader, formatVersion)]++;
    check(codeWith(version) == kNgramVersionError, "another format version");
    std::vector<char> order = whole;
    order[offsetof(NgramModelHeader, order)]++;
    check(codeWith(order) == kNgramFormatError, "a wrong checksum");
    std::vector<char> longer = whole;
    longer.push_back(0);
    check(codeWith(longer) == kNgramFormatError, "a file with something after its end");
    bool isMissed = false;
    try {
      NgramModel model(testFolder() / "missing");
    } catch (const FileError&) {
      isMissed = true;
    }
    check(isMissed, "a missing file");
    // Whatever follows the header may be wrong: the scores are then, too.
    std::mt19937_64 random(18);
    std::vector<char> noise = whole;
    for (size_t index = sizeof(NgramModelHeader); index < noise.size(); index++)
      noise[index] = static_cast<char>(random());
    writeBytes(damaged, noise);
    scoreTokens(NgramModel(damaged), randomCorpus(19, 200));
  }
}

void testOtherTokenizerVersion() {
  NgramTrainingOptions options = optionsFor("code", 3, 1 << 24);
  options.tokenizer = NgramTokenizerKind::kCode;
  train(options, "int main() { return 0; }\n");
  std::vector<char> bytes = readBytes(options.outputFile);
  NgramModelHeader header;
  std::memcpy(&header, bytes.data(), sizeof(header));
  header.tokenizerVersion++;
  header.checksum = checksumOf(header);
  std::memcpy(bytes.data(), &header, sizeof(header));
  writeBytes(options.outputFile, bytes);
  check(codeOf([&] { NgramModel model(options.outputFile); }) == kNgramVersionError, "another tokeniser version");
}

void testCancel() {
  const NgramTrainingOptions options = optionsFor("cancelled", 5, 1 << 20);
  std::atomic<bool> cancelled{false};
  NgramTask task;
  task.cancelled = &cancelled;
  task.onProgress = [&cancelled](const char* stage, double) { cancelled = std::strcmp(stage, "interpolate") == 0; };
  const std::string text = randomCorpus(20, 20'000);
  bool wasCancelled = false;
  try {
    NgramTrainer trainer(options);
    const size_t offsets[2] = {0, text.size()};
    trainer.add(reinterpret_cast<const uint8_t*>(text.data()), offsets, 1, task);
    trainer.finish(task);
  } catch (const Cancelled&) {
    wasCancelled = true;
  }
  check(wasCancelled, "the training hears that it is cancelled");
  check(fs::is_empty(testFolder() / "temporary"), "a cancelled training leaves no temporary file");
  check(!fs::exists(options.outputFile) && !fs::exists(testFolder() / "cancelled.partial"), "and no model");
}

void testNgramModel() {
  fs::create_directories(testFolder());
  testDiskAndMemoryAgree();
  testProbabilitiesSumToOne();
  testTrieRoundsProbing();
  testArpaRoundTrip();
  testDamagedFiles();
  testOtherTokenizerVersion();
  testCancel();
  std::error_code ignored;
  fs::remove_all(testFolder(), ignored);
}

}  // namespace
}  // namespace codeshell::test

int main() {
  codeshell::test::testNgramModel();
  return codeshell::test::reportChecks();
}
