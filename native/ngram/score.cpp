#include "ngram/score.h"

#include <algorithm>
#include <atomic>
#include <cmath>

#include "base/run-threads.h"

namespace codeshell {
namespace {

constexpr size_t kBlockTokens = 64;
constexpr size_t kHistory = kMaxNgramOrder - 1;
/// Fewer are scored sooner than another thread starts.
constexpr size_t kBytesWorthThread = 1 << 16;

/// The words of a block with those before it. A sentence start stands in it as a word that is not scored.
struct WordWindow {
  uint32_t words[kHistory + 2 * kBlockTokens] = {};
  size_t count = 0;

  const uint32_t* at(size_t item) const { return words + kHistory + item; }
  void push(uint32_t word) { words[kHistory + count++] = word; }
  /// Keeps the last words as history of the next block.
  void restart() {
    std::copy(words + count, words + count + kHistory, words);
    count = 0;
  }
};

/// Looks n-grams up by hash. All lookups of a block are on their way to the cache before the first is made.
class ProbingSearch {
 public:
  explicit ProbingSearch(const NgramModel& model) : model_(model), order_(model.order()) {}

  void prepare(const WordWindow& window) {
    for (size_t item = 0; item < window.count; item++) {
      const uint32_t* const word = window.at(item);
      uint64_t hash = extendNgramHash(0, *word);
      for (int length = 2; length <= order_; length++) {
        hash = extendNgramHash(hash, word[1 - length]);
        uint64_t& finished = finished_[item][length];
        if (length < order_) {
          finished = model_.weightsTable(length).finish(hash);
          model_.weightsTable(length).prefetch(finished);
        } else {
          finished = model_.longestTable().finish(hash);
          model_.longestTable().prefetch(finished);
        }
      }
    }
  }

  void begin(size_t item, uint32_t) { item_ = item; }

  /// Whether there is an n-gram of this length that ends in the word; the shorter ones were found before.
  bool find(int length, uint32_t, NgramWeights& weights) {
    uint32_t values[2] = {0, 0};
    const uint64_t finished = finished_[item_][length];
    const bool isFound = length < order_ ? model_.weightsTable(length).find(finished, values)
                                         : model_.longestTable().find(finished, values);
    weights = {std::bit_cast<float>(values[0]), std::bit_cast<float>(values[1])};
    return isFound;
  }

 private:
  const NgramModel& model_;
  int order_;
  size_t item_ = 0;
  uint64_t finished_[2 * kBlockTokens][kMaxNgramOrder + 1];
};

/// Walks down the trie from the last word backwards. Code repeats itself, so the last steps are remembered.
class TrieSearch {
 public:
  explicit TrieSearch(const NgramModel& model) : model_(model), order_(model.order()), steps_(kStepCount) {}

  void prepare(const WordWindow&) {}
  void begin(size_t, uint32_t word) { node_ = word; }

  bool find(int length, uint32_t firstWord, NgramWeights& weights) {
    const NgramModel::TrieLength& trie = model_.trieLength(length);
    const uint64_t place = hashBlock(node_ ^ static_cast<uint64_t>(length) << 58, firstWord) >> (64 - kStepBits);
    Step& step = steps_[place];
    if (step.node != node_ || step.word != firstWord || step.length != static_cast<uint32_t>(length)) {
      const auto [begin, end] = model_.trieLength(length - 1).pointers.pairAt(node_);
      const uint64_t found = trie.records.find(begin, end, firstWord);
      step = {node_, found == end ? kNone : found, firstWord, static_cast<uint32_t>(length)};
    }
    if (step.child == kNone) return false;
    node_ = step.child;
    const uint8_t code = trie.records.probabilityCodeAt(node_);
    weights.probability = code == 0 ? kBlankProbability : (*trie.probabilities)[code];
    weights.backoff = length < order_ ? (*trie.backoffs)[trie.records.backoffCodeAt(node_)] : 0;
    return true;
  }

 private:
  static constexpr int kStepBits = 14;
  static constexpr size_t kStepCount = size_t{1} << kStepBits;
  static constexpr uint64_t kNone = ~uint64_t{0};

  struct Step {
    uint64_t node = 0;
    uint64_t child = 0;
    uint32_t word = 0;
    /// 0 for no step.
    uint32_t length = 0;
  };

  const NgramModel& model_;
  int order_;
  uint64_t node_ = 0;
  std::vector<Step> steps_;
};

template <typename Search>
class DocumentScorer {
 public:
  DocumentScorer(const NgramModel& model, const NgramTask& task)
      : model_(model), task_(task), search_(model), order_(model.order()) {}

  /// Calls `visit` with the score of each token.
  template <typename Visit>
  void score(const uint8_t* data, size_t size, Visit visit) {
    NgramTokenizer tokenizer(model_.tokenizer(), data, size);
    bool isAtBegin = true;
    while (const size_t count = tokenizer.read(tokens_, kBlockTokens)) {
      task_.throwIfCancelled();
      findWords(count);
      window_.restart();
      bool startsSentence[kBlockTokens];
      for (size_t token = 0; token < count; token++) {
        startsSentence[token] = isAtBegin;
        if (isAtBegin) window_.push(kSentenceBegin);
        window_.push(words_[token]);
        isAtBegin = tokens_[token].isSentenceEnd;
      }
      search_.prepare(window_);
      size_t item = 0;
      for (size_t token = 0; token < count; token++, item++) {
        if (startsSentence[token]) {
          item++;
          startSentence();
        }
        visit(scoreWord(item, tokens_[token]));
      }
    }
  }

 private:
  void findWords(size_t count) {
    const ValueTable& table = model_.wordTable();
    uint64_t finished[kBlockTokens];
    for (size_t token = 0; token < count; token++) {
      finished[token] = table.finish(tokens_[token].hash);
      table.prefetch(finished[token]);
    }
    for (size_t token = 0; token < count; token++) {
      words_[token] = tokens_[token].isSentenceEnd ? kSentenceEnd : model_.findWord(finished[token]);
    }
  }

  void startSentence() {
    contextLength_ = std::min(1, order_ - 1);
    backoffs_[1] = model_.unigram(kSentenceBegin).backoff;
  }

  /// Back-off (Katz 1987): the probability of the longest n-gram there is, times the back-offs of the contexts that are
  /// longer than its own.
  NgramTokenScore scoreWord(size_t item, const NgramToken& token) {
    const uint32_t* const word = window_.at(item);
    NgramWeights weights = model_.unigram(*word);
    float probability = weights.probability;
    int probabilityLength = 1;
    int length = 1;
    float backoffs[kMaxNgramOrder + 1];
    backoffs[1] = weights.backoff;
    search_.begin(item, *word);
    const int maxLength = std::min(order_, contextLength_ + 1);
    while (length < maxLength && search_.find(length + 1, word[-length], weights)) {
      length++;
      backoffs[length] = weights.backoff;
      if (weights.probability == kBlankProbability) continue;
      probability = weights.probability;
      probabilityLength = length;
    }
    for (int context = probabilityLength; context <= contextLength_; context++) probability += backoffs_[context];
    contextLength_ = std::min(length, order_ - 1);
    std::copy(backoffs + 1, backoffs + contextLength_ + 1, backoffs_ + 1);
    const bool isUnknown = *word == kUnknownWord;
    return {probability, isUnknown ? 0 : static_cast<uint32_t>(probabilityLength), token.offset, token.size};
  }

  const NgramModel& model_;
  const NgramTask& task_;
  Search search_;
  int order_;
  WordWindow window_;
  NgramToken tokens_[kBlockTokens];
  uint32_t words_[kBlockTokens];
  int contextLength_ = 0;
  /// Of the words before the next one, by length.
  float backoffs_[kMaxNgramOrder + 1] = {};
};

}  // namespace

/// One of the two is there.
struct NgramScorer::Scorers {
  std::unique_ptr<DocumentScorer<ProbingSearch>> probing;
  std::unique_ptr<DocumentScorer<TrieSearch>> trie;

  template <typename Visit>
  void score(const uint8_t* data, size_t size, Visit visit) {
    if (trie != nullptr) {
      trie->score(data, size, visit);
    } else {
      probing->score(data, size, visit);
    }
  }
};

NgramScorer::NgramScorer(const NgramModel& model, const NgramTask& task) : scorers_(std::make_unique<Scorers>()) {
  if (model.isTrie()) {
    scorers_->trie = std::make_unique<DocumentScorer<TrieSearch>>(model, task);
  } else {
    scorers_->probing = std::make_unique<DocumentScorer<ProbingSearch>>(model, task);
  }
}

NgramScorer::~NgramScorer() = default;

NgramDocumentScore NgramScorer::scoreDocument(const uint8_t* data, size_t size) {
  NgramDocumentScore score;
  score.sizeBytes = size;
  scorers_->score(data, size, [&score](const NgramTokenScore& token) {
    score.log10Probability += token.log10Probability;
    score.tokenCount++;
    score.unknownCount += token.matchedLength == 0;
  });
  return score;
}

std::vector<NgramTokenScore> NgramScorer::scoreTokens(const uint8_t* data, size_t size) {
  std::vector<NgramTokenScore> scores;
  scorers_->score(data, size, [&scores](const NgramTokenScore& token) { scores.push_back(token); });
  return scores;
}

void scoreDocuments(const NgramModel& model, const uint8_t* data, const std::vector<size_t>& offsets, double* rows,
                    const NgramTask& task) {
  const size_t documentCount = offsets.size() - 1;
  std::atomic<size_t> nextDocument{0};
  std::atomic<bool> isOver{false};
  const auto work = [&](unsigned) {
    try {
      NgramScorer scorer(model, task);
      while (!isOver.load(std::memory_order_relaxed)) {
        const size_t document = nextDocument.fetch_add(1, std::memory_order_relaxed);
        if (document >= documentCount) return;
        const size_t begin = offsets[document];
        const NgramDocumentScore score = scorer.scoreDocument(data + begin, offsets[document + 1] - begin);
        writeNgramScoreRow(score, rows + document * kNgramScoreColumnCount);
      }
    } catch (...) {
      isOver = true;
      throw;
    }
  };
  const size_t useful = std::min(documentCount, (offsets.back() - offsets.front()) / kBytesWorthThread + 1);
  runThreads(static_cast<unsigned>(std::clamp<size_t>(useful, 1, task.threadCount)), work);
}

void writeNgramScoreRow(const NgramDocumentScore& score, double* row) {
  constexpr double kBitsPerDecimal = 3.321928094887362;
  const auto tokens = static_cast<double>(score.tokenCount);
  const auto bytes = static_cast<double>(score.sizeBytes);
  row[0] = score.tokenCount == 0 ? 0 : std::pow(10.0, -score.log10Probability / tokens);
  row[1] = score.sizeBytes == 0 ? 0 : -score.log10Probability * kBitsPerDecimal / bytes;
  row[2] = score.tokenCount == 0 ? 0 : static_cast<double>(score.unknownCount) / tokens;
  row[3] = tokens;
  row[4] = score.log10Probability;
}

}  // namespace codeshell
