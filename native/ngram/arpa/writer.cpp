#include "ngram/arpa/writer.h"

#include "base/files/output-file.h"
#include "ngram/arpa/number-text.h"

namespace codeshell {

void ArpaText::begin(const std::array<uint64_t, kMaxNgramOrder + 1>& counts, int order) {
  text_ += "\\data\\\n";
  for (int length = 1; length <= order; length++) {
    text_.append("ngram ")
        .append(std::to_string(length))
        .append("=")
        .append(std::to_string(counts[length]))
        .append("\n");
  }
}

void ArpaText::beginLength(int length) { text_.append("\n\\").append(std::to_string(length)).append("-grams:\n"); }

void ArpaText::addGram(NgramWeights weights, const std::string_view* words, int length, bool hasBackoff) {
  appendNumberText(text_, weights.probability);
  for (int index = 0; index < length; index++) {
    text_ += index == 0 ? '\t' : ' ';
    text_ += words[index];
  }
  if (hasBackoff) {
    text_ += '\t';
    appendNumberText(text_, weights.backoff);
  }
  text_ += '\n';
  flushIfFull();
}

void ArpaText::flushIfFull() {
  if (text_.size() < 1 << 18) return;
  file_.write(text_.data(), text_.size());
  text_.clear();
}

void ArpaText::finish() {
  text_ += "\n\\end\\\n";
  file_.write(text_.data(), text_.size());
  text_.clear();
}

void writeArpa(NgramLevels& levels, const std::filesystem::path& outputFile, const NgramTask& task) {
  OutputFile output(outputFile);
  ArpaText text(output.file());
  std::array<uint64_t, kMaxNgramOrder + 1> counts{};
  counts[1] = levels.count(1);
  for (int length = 2; length <= levels.order; length++) {
    RecordSpool::Reader reader(*levels.grams[length]);
    while (const uint64_t* record = reader.next()) {
      const NgramWeights weights = unpackWeights(record[levels.grams[length]->limbsPerRecord() - 1]);
      counts[length] += weights.probability != kBlankProbability;
    }
  }
  text.begin(counts, levels.order);
  text.beginLength(1);
  std::string_view words[kMaxNgramOrder];
  for (uint32_t id = 0; id < levels.unigrams.size(); id++) {
    words[0] = levels.vocabulary.word(id);
    text.addGram(levels.unigrams[id], words, 1, levels.order > 1);
  }
  for (int length = 2; length <= levels.order; length++) {
    text.beginLength(length);
    RecordSpool::Reader reader(*levels.grams[length]);
    for (uint64_t index = 0; const uint64_t* record = reader.next(); index++) {
      task.throwIfCancelledAt(index);
      const NgramWeights weights = unpackWeights(record[levels.grams[length]->limbsPerRecord() - 1]);
      if (weights.probability == kBlankProbability) continue;
      for (int word = 0; word < length; word++) {
        words[length - 1 - word] = levels.vocabulary.word(readKeyWord(record, word, levels.wordBits));
      }
      text.addGram(weights, words, length, length < levels.order);
    }
  }
  text.finish();
  output.finish();
}

}  // namespace codeshell
