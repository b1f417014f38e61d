#include "ngram/model/writer.h"

#include <cstring>
#include <vector>

#include "base/files/output-file.h"
#include "ngram/model/hash-table.h"
#include "ngram/model/trie.h"

namespace codeshell {
namespace {

NgramSection writeWords(File& file, const NgramVocabulary& vocabulary) {
  NgramSection section = beginNgramSection(file);
  std::vector<char> text;
  for (uint32_t id = 0; id < vocabulary.wordCount(); id++) {
    const std::string_view word = vocabulary.word(id);
    text.insert(text.end(), word.begin(), word.end());
    text.push_back('\0');
    if (text.size() >= 1 << 18) {
      file.write(text.data(), text.size());
      text.clear();
    }
  }
  file.write(text.data(), text.size());
  endNgramSection(file, section);
  return section;
}

NgramSection writeUnigrams(File& file, const std::vector<NgramWeights>& unigrams) {
  NgramSection section = beginNgramSection(file);
  file.write(unigrams.data(), unigrams.size() * sizeof(NgramWeights));
  endNgramSection(file, section);
  return section;
}

/// Hash of a key in suffix order, as a lookup makes it from the last word backwards.
uint64_t hashOfKey(const uint64_t* key, int length, int wordBits) {
  uint64_t hash = 0;
  for (int index = 0; index < length; index++) hash = extendNgramHash(hash, readKeyWord(key, index, wordBits));
  return hash;
}

}  // namespace

NgramSection beginNgramSection(File& file) {
  constexpr char zeros[64] = {};
  file.write(zeros, (64 - file.sizeBytes() % 64) % 64);
  return {file.sizeBytes(), 0, {0, 0}};
}

void endNgramSection(const File& file, NgramSection& section) { section.sizeBytes = file.sizeBytes() - section.offset; }

uint64_t writeNgramModel(NgramLevels& levels, NgramModelOrigin origin, const std::filesystem::path& outputFile,
                         size_t memoryBytes, TemporaryFolder& folder, const NgramTask& task) {
  OutputFile output(outputFile);
  File& file = output.file();
  NgramModelHeader header{};
  std::memcpy(header.magic, kNgramMagic, sizeof(header.magic));
  header.byteOrder = kNgramByteOrder;
  header.formatVersion = kNgramFormatVersion;
  header.structure = static_cast<uint32_t>(origin.structure);
  header.tokenizer = static_cast<uint32_t>(origin.tokenizer);
  header.tokenizerVersion = kNgramTokenizerVersion;
  header.order = static_cast<uint32_t>(levels.order);
  for (int length = 1; length <= levels.order; length++) header.counts[length] = levels.count(length);
  file.write(&header, sizeof(header));

  const NgramVocabulary& vocabulary = levels.vocabulary;
  header.words = writeWords(file, vocabulary);
  header.unigrams = writeUnigrams(file, levels.unigrams);
  beginNgramSection(file);
  header.wordTable =
      writeHashTable(file, kValueBucket, vocabulary.wordCount(), memoryBytes, folder, task, [&](const auto& take) {
        for (uint32_t id = 0; id < vocabulary.wordCount(); id++) take(vocabulary.hashOf(id), id);
      });
  if (origin.structure == NgramStructure::kTrie) {
    writeTrie(file, levels, header, task);
  } else {
    for (int length = 2; length <= levels.order; length++) {
      task.report("write", static_cast<double>(length - 1) / levels.order);
      RecordSpool& grams = *levels.grams[length];
      const BucketShape shape = length < levels.order ? kWeightsBucket : kValueBucket;
      header.grams[length] =
          writeHashTable(file, shape, grams.recordCount(), memoryBytes, folder, task, [&](const auto& take) {
            RecordSpool::Reader reader(grams);
            while (const uint64_t* record = reader.next()) {
              take(hashOfKey(record, length, levels.wordBits), record[grams.limbsPerRecord() - 1]);
            }
          });
    }
  }
  beginNgramSection(file);
  header.fileBytes = file.sizeBytes();
  header.checksum = checksumOf(header);
  file.writeAt(0, &header, sizeof(header));
  output.finish();
  return header.fileBytes;
}

}  // namespace codeshell
