#include "ngram/arpa/reader.h"

#include <algorithm>
#include <cstring>

#include "ngram/arpa/number-text.h"
#include "ngram/error.h"
#include "ngram/hash.h"
#include "ngram/tokens/tokenizer.h"

namespace codeshell {
namespace {

constexpr size_t kBufferBytes = 1 << 20;
constexpr float kMissingUnknown = -100;
constexpr float kMissingSentence = -99;

bool isBlank(std::string_view line) { return line.find_first_not_of(" \t") == std::string_view::npos; }

std::string quoteStart(std::string_view line) { return std::string("\"").append(line.substr(0, 60)).append("\""); }

uint64_t hashOfWord(std::string_view word) {
  return hashBytes(reinterpret_cast<const uint8_t*>(word.data()), word.size());
}

}  // namespace

/// One line of an n-gram.
struct ArpaReader::Fields {
  NgramWeights weights;
  std::string_view words[kMaxNgramOrder];
};

ArpaReader::ArpaReader(const std::filesystem::path& path, const Limits& limits, const NgramTask& task)
    : path_(path), file_(path, NgramFile::Mode::kRead), limits_(limits), task_(&task), buffer_(kBufferBytes) {}

ArpaReader::~ArpaReader() = default;

void ArpaReader::fail(const std::string& reason) const {
  throw NgramError(kNgramArpaError, utf8OfPath(path_) + ", line " + std::to_string(lineNumber_) + ": " + reason);
}

bool ArpaReader::fillBuffer() {
  task_->throwIfCancelled();
  std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
  end_ -= begin_;
  begin_ = 0;
  const size_t count = file_.readSome(buffer_.data() + end_, buffer_.size() - end_);
  end_ += count;
  bytesRead_ += count;
  return count > 0;
}

bool ArpaReader::readLine(std::string_view& line) {
  size_t searched = begin_;
  for (;;) {
    const void* const found = std::memchr(buffer_.data() + searched, '\n', end_ - searched);
    if (found != nullptr) {
      const size_t end = static_cast<size_t>(static_cast<const char*>(found) - buffer_.data());
      line = {buffer_.data() + begin_, end - begin_};
      begin_ = end + 1;
      break;
    }
    const size_t pending = end_ - begin_;
    if (pending == buffer_.size()) {
      lineNumber_++;
      fail("the line has more than " + std::to_string(kBufferBytes) + " bytes");
    }
    if (fillBuffer()) {
      searched = begin_ + pending;
      continue;
    }
    if (pending == 0) return false;
    line = {buffer_.data() + begin_, pending};
    begin_ = end_;
    break;
  }
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  lineNumber_++;
  return true;
}

std::string_view ArpaReader::readNonBlankLine() {
  std::string_view line;
  while (readLine(line)) {
    if (!isBlank(line)) return line;
  }
  lineNumber_++;
  fail("the file ends too early");
}

/// Leaves the first line after the counts in `line`.
void ArpaReader::readCounts(std::string_view& line) {
  line = readNonBlankLine();
  if (line != "\\data\\") fail("expected \\data\\, found " + quoteStart(line));
  for (;;) {
    line = readNonBlankLine();
    if (!line.starts_with("ngram ")) break;
    const size_t equals = line.find('=');
    uint64_t length = 0;
    uint64_t count = 0;
    const bool isCount = equals != std::string_view::npos && parseWholeNumber(line.data() + 6, equals - 6, length) &&
                         parseWholeNumber(line.data() + equals + 1, line.size() - equals - 1, count);
    if (!isCount) fail("expected ngram LENGTH=COUNT, found " + quoteStart(line));
    if (length != static_cast<uint64_t>(order_) + 1)
      fail("expected the number of " + std::to_string(order_ + 1) + "-grams");
    if (length > kMaxNgramOrder) fail("the model has an order above " + std::to_string(kMaxNgramOrder));
    order_++;
    counts_[order_] = count;
  }
  if (order_ == 0) fail("expected ngram 1=COUNT, found " + quoteStart(line));
}

/// Reads one n-gram; false at the blank line after the last.
bool ArpaReader::readGram(int length, Fields& fields) {
  std::string_view line;
  if (!readLine(line)) {
    lineNumber_++;
    fail("the file ends within the " + std::to_string(length) + "-grams");
  }
  if (isBlank(line)) return false;
  std::string_view parts[kMaxNgramOrder + 2];
  int partCount = 0;
  for (size_t index = 0;;) {
    index = line.find_first_not_of(" \t", index);
    if (index == std::string_view::npos) break;
    const size_t end = std::min(line.find_first_of(" \t", index), line.size());
    if (partCount == length + 2) fail("too many words for a " + std::to_string(length) + "-gram");
    parts[partCount++] = line.substr(index, end - index);
    index = end;
  }
  if (partCount < length + 1) fail("too few words for a " + std::to_string(length) + "-gram: " + quoteStart(line));
  fields.weights = {0, 0};
  if (!parseNumberText(parts[0].data(), parts[0].size(), fields.weights.probability)) {
    fail(quoteStart(parts[0]) + " is no number");
  }
  if (fields.weights.probability > 0) fail("the logarithm of a probability is above 0");
  if (partCount == length + 2) {
    const std::string_view backoff = parts[length + 1];
    if (!parseNumberText(backoff.data(), backoff.size(), fields.weights.backoff))
      fail(quoteStart(backoff) + " is no number");
  }
  std::copy(parts + 1, parts + 1 + length, fields.words);
  return true;
}

void ArpaReader::readUnigrams() {
  std::vector<bool> isListed(kSentenceEnd + 1);
  std::vector<NgramWeights>& unigrams = levels_->unigrams;
  unigrams.assign(isListed.size(), {kMissingSentence, 0});
  Fields fields;
  uint64_t count = 0;
  for (; readGram(1, fields); count++) {
    const std::string_view word = fields.words[0] == "<UNK>" ? "<unk>" : fields.words[0];
    const uint32_t id =
        levels_->vocabulary.add(hashOfWord(word), reinterpret_cast<const uint8_t*>(word.data()), word.size());
    if (id < unigrams.size()) {
      if (id > kSentenceEnd || isListed[id]) fail("the word " + quoteStart(word) + " appears twice");
      isListed[id] = true;
      unigrams[id] = fields.weights;
    } else {
      unigrams.push_back(fields.weights);
    }
    if (levels_->vocabulary.memoryBytes() > std::max<size_t>(limits_.memoryBytes, 2 << 20)) {
      throw NgramError(kNgramMemoryError,
                       "The vocabulary takes more than memoryBytes (" + std::to_string(limits_.memoryBytes) + ")");
    }
  }
  if (count != counts_[1]) fail("there are " + std::to_string(count) + " 1-grams, not " + std::to_string(counts_[1]));
  addSpecialWords(isListed);
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

void ArpaReader::readLength(int length) {
  const int wordBits = levels_->wordBits;
  const size_t total = static_cast<size_t>(order_) * (order_ + 1) / 2 - 1;
  sorters_[length] = std::make_unique<RecordSorter>(
      RecordSorter::Layout{keyLimbs(length, wordBits), static_cast<size_t>(length) * wordBits,
                           RecordSorter::Input::kRecords},
      limits_.memoryBytes / 2 * length / total, *limits_.folder, *task_);
  RecordSorter& sorter = *sorters_[length];
  Fields fields;
  uint64_t count = 0;
  for (; readGram(length, fields); count++) {
    uint64_t record[kMaxKeyLimbs + 1] = {};
    for (int index = 0; index < length; index++) {
      const std::string_view word = fields.words[index] == "<UNK>" ? "<unk>" : fields.words[index];
      const uint32_t id = levels_->vocabulary.find(hashOfWord(word));
      if (id == NgramVocabulary::kEmpty) fail("the word " + quoteStart(word) + " is not among the 1-grams");
      addKeyWord(record, length - 1 - index, wordBits, id);
    }
    record[keyLimbs(length, wordBits)] = packWeights(fields.weights);
    sorter.push(record);
  }
  if (count != counts_[length]) {
    fail("there are " + std::to_string(count) + " " + std::to_string(length) + "-grams, not " +
         std::to_string(counts_[length]));
  }
  sorter.finish();
}

/// The smallest ending of `length` words, after `ending`, that a listed n-gram has.
bool ArpaReader::findNext(int length, const uint64_t* ending, uint64_t* next) const {
  const int wordBits = levels_->wordBits;
  const size_t limbs = keyLimbs(length, wordBits);
  bool isFound = false;
  for (int candidate = length; candidate <= order_; candidate++) {
    const uint64_t* const head = heads_[candidate];
    if (head == nullptr) continue;
    if (countEqualBits(head, ending, keyLimbs(length - 1, wordBits)) < static_cast<size_t>(length - 1) * wordBits)
      continue;
    uint64_t prefix[kMaxKeyLimbs] = {};
    copyKeyPrefix(head, length, wordBits, prefix);
    if (isFound && compareKeys(prefix, next, limbs) >= 0) continue;
    std::memcpy(next, prefix, limbs * sizeof(uint64_t));
    isFound = true;
  }
  return isFound;
}

void ArpaReader::descend(int length, const uint64_t* ending) {
  if (length > order_) return;
  const size_t limbs = keyLimbs(length, levels_->wordBits);
  uint64_t record[kMaxKeyLimbs + 1] = {};
  while (findNext(length, ending, record)) {
    task_->throwIfCancelledAt(recordNumber_++);
    const uint64_t*& head = heads_[length];
    if (head != nullptr && compareKeys(head, record, limbs) == 0) {
      record[limbs] = head[limbs];
      head = sorters_[length]->next();
      if (head != nullptr && compareKeys(head, record, limbs) == 0) {
        std::string gram;
        for (int index = length; index-- > 0;) {
          gram += levels_->vocabulary.word(readKeyWord(record, index, levels_->wordBits));
          gram += index > 0 ? " " : "";
        }
        throw NgramError(kNgramArpaError, utf8OfPath(path_) + ": the n-gram \"" + gram + "\" appears twice");
      }
    } else {
      record[limbs] = packWeights({kBlankProbability, 0});
    }
    levels_->grams[length]->append(record);
    uint64_t key[kMaxKeyLimbs] = {};
    std::memcpy(key, record, limbs * sizeof(uint64_t));
    descend(length + 1, key);
  }
}

void ArpaReader::mergeLengths() {
  for (int length = 2; length <= order_; length++) {
    levels_->grams[length] = std::make_unique<RecordSpool>(keyLimbs(length, levels_->wordBits) + 1,
                                                           limits_.memoryBytes / 4 / order_, *limits_.folder);
    heads_[length] = sorters_[length]->next();
  }
  for (uint32_t word = 0; word < levels_->vocabulary.wordCount(); word++) {
    uint64_t key[kMaxKeyLimbs] = {};
    addKeyWord(key, 0, levels_->wordBits, word);
    descend(2, key);
  }
}

void ArpaReader::read(NgramLevels& levels) {
  levels_ = &levels;
  std::string_view line;
  readCounts(line);
  levels.order = order_;
  for (int length = 1; length <= order_; length++) {
    if (length > 1) line = readNonBlankLine();
    task_->report("read", static_cast<double>(length - 1) / order_);
    const std::string expected = std::string("\\").append(std::to_string(length)).append("-grams:");
    if (line != expected) fail("expected " + expected + ", found " + quoteStart(line));
    if (length == 1) {
      readUnigrams();
      levels.wordBits = levels.vocabulary.wordBits();
    } else {
      readLength(length);
    }
  }
  line = readNonBlankLine();
  if (line != "\\end\\") fail("expected \\end\\, found " + quoteStart(line));
  mergeLengths();
}

}  // namespace codeshell
