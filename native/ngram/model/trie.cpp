#include "ngram/model/trie.h"

#include <optional>
#include <vector>

#include "ngram/model/writer.h"

namespace codeshell {
namespace {

constexpr size_t kBufferBytes = 1 << 18;

/// Writes numbers of up to 56 bits one after the other, lowest bits first.
class BitWriter {
 public:
  explicit BitWriter(File& file) : file_(file) { buffer_.reserve(kBufferBytes + 8); }

  void write(uint64_t value, int bits) {
    pending_ |= value << pendingBits_;
    pendingBits_ += bits;
    while (pendingBits_ >= 8) {
      buffer_.push_back(static_cast<uint8_t>(pending_));
      pending_ >>= 8;
      pendingBits_ -= 8;
    }
    if (buffer_.size() >= kBufferBytes) flush();
  }

  /// Fills the last byte up and adds room for a whole read.
  void finish() {
    if (pendingBits_ > 0) buffer_.push_back(static_cast<uint8_t>(pending_));
    buffer_.insert(buffer_.end(), 8, 0);
    flush();
  }

 private:
  void flush() {
    file_.write(buffer_.data(), buffer_.size());
    buffer_.clear();
  }

  File& file_;
  std::vector<uint8_t> buffer_;
  uint64_t pending_ = 0;
  int pendingBits_ = 0;
};

struct Quantizers {
  NgramQuantizer probabilities;
  NgramQuantizer backoffs;
};

void visitWeights(RecordSpool& grams, const NgramTask& task, auto visit) {
  RecordSpool::Reader reader(grams);
  uint64_t recordNumber = 0;
  while (const uint64_t* record = reader.next()) {
    task.throwIfCancelledAt(recordNumber++);
    visit(unpackWeights(record[grams.limbsPerRecord() - 1]));
  }
}

void trainQuantizers(RecordSpool& grams, Quantizers& quantizers, const NgramTask& task) {
  visitWeights(grams, task, [&](const NgramWeights& weights) {
    if (weights.probability != kBlankProbability) quantizers.probabilities.widen(weights.probability);
    if (weights.backoff != 0) quantizers.backoffs.widen(weights.backoff);
  });
  quantizers.probabilities.startHistogram();
  quantizers.backoffs.startHistogram();
  visitWeights(grams, task, [&](const NgramWeights& weights) {
    if (weights.probability != kBlankProbability) quantizers.probabilities.add(weights.probability);
    if (weights.backoff != 0) quantizers.backoffs.add(weights.backoff);
  });
  quantizers.probabilities.finish();
  quantizers.backoffs.finish();
}

}  // namespace

void writeTrie(File& file, NgramLevels& levels, NgramModelHeader& header, const NgramTask& task) {
  const int idBits = levels.vocabulary.wordBits();
  for (int length = 2; length <= levels.order; length++) {
    RecordSpool& grams = *levels.grams[length];
    Quantizers quantizers;
    trainQuantizers(grams, quantizers, task);
    header.codebooks[length] = beginNgramSection(file);
    for (const NgramQuantizer* quantizer : {&quantizers.probabilities, &quantizers.backoffs}) {
      file.write(quantizer->codebook().data(), sizeof(NgramCodebook));
    }
    endNgramSection(file, header.codebooks[length]);

    const uint64_t parentCount = levels.count(length - 1);
    EliasFanoWriter pointers(EliasFanoShape(parentCount + 1, grams.recordCount()));
    header.grams[length] = beginNgramSection(file);
    header.grams[length].parameters[0] = static_cast<uint64_t>(idBits);
    BitWriter records(file);
    RecordSpool::Reader reader(grams);
    std::optional<RecordSpool::Reader> parents;
    if (length > 2) parents.emplace(*levels.grams[length - 1]);
    const size_t parentLimbs = keyLimbs(length - 1, levels.wordBits);
    const size_t parentBits = static_cast<size_t>(length - 1) * levels.wordBits;
    uint64_t parentIndex = 0;
    const uint64_t* parent = nullptr;
    if (length > 2) parent = parents->next();
    pointers.add(0);
    for (uint64_t index = 0; const uint64_t* record = reader.next(); index++) {
      task.throwIfCancelledAt(index);
      // Skips the parents without children before this one.
      const auto isParent = [&] {
        if (length == 2) return readKeyWord(record, 0, levels.wordBits) == parentIndex;
        return countEqualBits(record, parent, parentLimbs) >= parentBits;
      };
      while (!isParent()) {
        pointers.add(index);
        parentIndex++;
        if (length > 2) parent = parents->next();
      }
      const NgramWeights weights = unpackWeights(record[grams.limbsPerRecord() - 1]);
      records.write(readKeyWord(record, length - 1, levels.wordBits), idBits);
      const bool isBlank = weights.probability == kBlankProbability;
      records.write(isBlank ? 0 : quantizers.probabilities.codeOf(weights.probability), 8);
      if (length < levels.order)
        records.write(weights.backoff == 0 ? 0 : quantizers.backoffs.codeOf(weights.backoff), 8);
    }
    for (; parentIndex < parentCount; parentIndex++) pointers.add(grams.recordCount());
    records.finish();
    endNgramSection(file, header.grams[length]);
    header.pointers[length - 1] = beginNgramSection(file);
    const NgramSection written = pointers.write(file);
    header.pointers[length - 1].sizeBytes = written.sizeBytes;
  }
}

}  // namespace codeshell
