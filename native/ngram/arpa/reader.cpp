#include "ngram/arpa/reader.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "ngram/arpa/number-text.h"
#include "ngram/error.h"
#include "ngram/hash.h"
#include "ngram/tokens/tokenizer.h"

namespace codeshell {
namespace {

constexpr float kMissingUnknown = -100;
constexpr float kMissingSentence = -99;
constexpr std::string_view kUnknownInCapitals = "<UNK>";
/// How much text may stand before the counts.
constexpr size_t kMaxPreambleBytes = 1 << 20;

std::string_view trim(std::string_view line) { return ArpaLines::trim(line); }
std::string quoteStart(std::string_view line) { return ArpaLines::quoteStart(line); }

uint64_t hashOfWord(std::string_view word) {
  return hashBytes(reinterpret_cast<const uint8_t*>(word.data()), word.size());
}

/// What a file is that begins like this; nullptr for text.
const char* describeForeign(std::string_view line) {
  if (line.starts_with("\x1F\x8B")) return "compressed with gzip: unpack it first";
  if (line.starts_with("mmap lm http://kheafield.com/code"))
    return "a binary file of KenLM, which cannot be turned back: use the ARPA file that it was made of";
  if (line.starts_with("blmt") || line.starts_with("iARPA"))
    return "of IRSTLM: write it as an ARPA file with compile-lm --text yes";
  return nullptr;
}

}  // namespace

/// One line of an n-gram.
struct ArpaReader::Fields {
  NgramWeights weights;
  std::string_view words[kMaxNgramOrder];
};

ArpaReader::ArpaReader(const std::filesystem::path& path, const Limits& limits, const NgramTask& task)
    : path_(path), lines_(path, task), limits_(limits), task_(&task) {}

ArpaReader::~ArpaReader() = default;

void ArpaReader::skipToCounts() {
  std::string_view line = lines_.readNonBlank();
  if (line.starts_with("\xEF\xBB\xBF")) line.remove_prefix(3);
  if (const char* foreign = describeForeign(line)) lines_.fail(std::string("the file is ") + foreign);
  const std::string first = quoteStart(line);
  size_t skipped = 0;
  while (trim(line) != "\\data\\") {
    skipped += line.size();
    if (skipped > kMaxPreambleBytes || !lines_.read(line))
      lines_.fail("there is no \\data\\; the file begins with " + first);
  }
}

void ArpaReader::readCount(std::string_view line) {
  const size_t equals = std::min(line.find('='), line.size());
  const std::string_view lengthText = trim(line.substr(5, equals - std::min<size_t>(equals, 5)));
  const std::string_view countText = trim(line.substr(std::min(equals + 1, line.size())));
  uint64_t length = 0;
  uint64_t count = 0;
  if (!parseWholeNumber(lengthText.data(), lengthText.size(), length) ||
      !parseWholeNumber(countText.data(), countText.size(), count))
    lines_.fail("expected ngram LENGTH=COUNT, found " + quoteStart(line));
  if (length != static_cast<uint64_t>(order_) + 1)
    lines_.fail("expected the number of " + std::to_string(order_ + 1) + "-grams");
  if (length > kMaxNgramOrder) lines_.fail("the model has an order above " + std::to_string(kMaxNgramOrder));
  order_++;
  counts_[order_] = count;
}

void ArpaReader::readCounts() {
  skipToCounts();
  std::string_view line;
  for (;;) {
    line = trim(lines_.readNonBlank());
    if (!line.starts_with("ngram ") && !line.starts_with("ngram\t")) break;
    readCount(line);
  }
  if (order_ == 0) lines_.fail("expected ngram 1=COUNT, found " + quoteStart(line));
  lines_.unread();
}

void ArpaReader::readHeading(const std::string& expected) {
  const std::string_view line = trim(lines_.readNonBlank());
  if (line != expected) lines_.fail("expected " + expected + ", found " + quoteStart(line));
}

float ArpaReader::readLogarithm(std::string_view text) {
  float value = 0;
  if (parseNumberText(text.data(), text.size(), value)) return value;
  if (text != "-inf" && text != "-Inf" && text != "-INF" && text != "-infinity")
    lines_.fail(quoteStart(text) + " is no number");
  infiniteCount_++;
  return kMissingSentence;
}

/// Reads one n-gram; false before the next heading, with which no n-gram begins.
bool ArpaReader::readGram(int length, Fields& fields) {
  std::string_view line;
  do {
    if (!lines_.read(line)) lines_.fail("the file ends within the " + std::to_string(length) + "-grams");
  } while (trim(line).empty());
  if (trim(line).front() == '\\') {
    lines_.unread();
    return false;
  }
  std::string_view parts[kMaxNgramOrder + 2];
  int partCount = 0;
  for (size_t index = 0;;) {
    index = line.find_first_not_of(" \t", index);
    if (index == std::string_view::npos) break;
    const size_t end = std::min(line.find_first_of(" \t", index), line.size());
    if (partCount == length + 2) lines_.fail("too many words for a " + std::to_string(length) + "-gram");
    parts[partCount++] = line.substr(index, end - index);
    index = end;
  }
  if (partCount < length + 1)
    lines_.fail("too few words for a " + std::to_string(length) + "-gram: " + quoteStart(line));
  fields.weights = {readLogarithm(parts[0]), 0};
  if (fields.weights.probability > 0) lines_.fail("the logarithm of a probability is above 0");
  if (partCount == length + 2) fields.weights.backoff = readLogarithm(parts[length + 1]);
  std::copy(parts + 1, parts + 1 + length, fields.words);
  return true;
}

void ArpaReader::readUnigrams() {
  std::vector<bool> isListed(kSentenceEnd + 1);
  std::vector<NgramWeights>& unigrams = levels_->unigrams;
  unigrams.assign(isListed.size(), {kMissingSentence, 0});
  NgramVocabulary& vocabulary = levels_->vocabulary;
  const auto add = [&](std::string_view word, NgramWeights weights) {
    const uint32_t id = vocabulary.add(hashOfWord(word), reinterpret_cast<const uint8_t*>(word.data()), word.size());
    if (id == unigrams.size()) {
      unigrams.push_back(weights);
      return;
    }
    if (id > kSentenceEnd || isListed[id]) lines_.fail("the word " + quoteStart(word) + " appears twice");
    isListed[id] = true;
    unigrams[id] = weights;
  };
  std::optional<NgramWeights> unknownInCapitals;
  Fields fields;
  uint64_t count = 0;
  for (; readGram(1, fields); count++) {
    const std::string_view word = fields.words[0];
    if (word.find('\0') != std::string_view::npos) lines_.fail("the word has a zero byte");
    if (word == kUnknownInCapitals && !unknownInCapitals) {
      // What it means only the whole list tells.
      unknownInCapitals = fields.weights;
      continue;
    }
    if (word == kUnknownInCapitals) lines_.fail("the word " + quoteStart(word) + " appears twice");
    add(word, fields.weights);
    if (vocabulary.isTooLargeFor(limits_.memoryBytes)) {
      throw NgramError(kNgramMemoryError, "The vocabulary takes more than " +
                                              std::to_string(NgramVocabulary::kMaxMemoryShare) +
                                              " times memoryBytes (" + std::to_string(limits_.memoryBytes) + ")");
    }
  }
  checkCount(1, count);
  if (unknownInCapitals) {
    isUnknownInCapitals_ = !isListed[kUnknownWord];
    add(isUnknownInCapitals_ ? "<unk>" : kUnknownInCapitals, *unknownInCapitals);
  }
  addSpecialWords(isListed);
}

void ArpaReader::checkCount(int length, uint64_t count) const {
  if (count == counts_[length]) return;
  lines_.fail("there are " + std::to_string(count) + " " + std::to_string(length) + "-grams, not " +
              std::to_string(counts_[length]));
}

void ArpaReader::addSpecialWords(const std::vector<bool>& isListed) {
  if (!isListed[kUnknownWord]) {
    levels_->unigrams[kUnknownWord] = {kMissingUnknown, 0};
    warnings_.push_back("The file has no <unk>: unknown words get the logarithm -100.");
  }
  for (const uint32_t word : {kSentenceBegin, kSentenceEnd}) {
    if (isListed[word]) continue;
    warnings_.push_back("The file has no " + std::string(levels_->vocabulary.word(word)) +
                        ": it gets the logarithm -99.");
  }
}

uint32_t ArpaReader::findWord(std::string_view word) const {
  if (isUnknownInCapitals_ && word == kUnknownInCapitals) return kUnknownWord;
  return levels_->vocabulary.find(hashOfWord(word));
}

void ArpaReader::readLength(int length) {
  const int wordBits = levels_->wordBits;
  const size_t total = static_cast<size_t>(order_) * (order_ + 1) / 2 - 1;
  sorters_[length] = std::make_unique<RecordSorter>(
      RecordSorter::Layout{keyLimbs(length, wordBits), static_cast<size_t>(length) * wordBits,
                           RecordSorter::Input::kRecords},
      RecordSorter::Resources{limits_.memoryBytes / 2 * length / total, *limits_.folder, task_->threadCount});
  RecordSorter& sorter = *sorters_[length];
  Fields fields;
  uint64_t count = 0;
  for (; readGram(length, fields); count++) {
    uint64_t record[kMaxKeyLimbs + 1] = {};
    for (int index = 0; index < length; index++) {
      const uint32_t id = findWord(fields.words[index]);
      if (id == NgramVocabulary::kEmpty)
        lines_.fail("the word " + quoteStart(fields.words[index]) + " is not among the 1-grams");
      addKeyWord(record, length - 1 - index, wordBits, id);
    }
    record[keyLimbs(length, wordBits)] = packWeights(fields.weights);
    sorter.push(record);
  }
  checkCount(length, count);
  sorter.finish(*task_->cancelled);
}

void ArpaReader::read(NgramLevels& levels) {
  levels_ = &levels;
  readCounts();
  levels.order = order_;
  for (int length = 1; length <= order_; length++) {
    task_->report("read", static_cast<double>(length - 1) / order_);
    readHeading(std::string("\\").append(std::to_string(length)).append("-grams:"));
    if (length == 1) {
      readUnigrams();
      levels.wordBits = levels.vocabulary.wordBits();
    } else {
      readLength(length);
    }
  }
  readHeading("\\end\\");
  if (infiniteCount_ > 0) {
    warnings_.push_back(std::to_string(infiniteCount_) + " probabilities are 0 (-inf): they get the logarithm -99.");
  }
  ArpaMerger(utf8OfPath(path_), std::move(sorters_), levels, *task_).merge(limits_.memoryBytes / 4, *limits_.folder);
}

}  // namespace codeshell
