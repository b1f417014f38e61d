#include <cstddef>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <string>
#include <vector>

#include "base/files/file.h"
#include "base/files/temporary-folder.h"
#include "ngram/arpa/arpa.h"
#include "ngram/error.h"
#include "ngram/model/model.h"
#include "ngram/score.h"
#include "ngram/training/trainer.h"

namespace {

using namespace codeshell;

constexpr char kText[] = "a b c d\nb c a\n\nc c c a b\nd a b c d\na b c\n";

std::vector<uint8_t> trainModel(NgramStructure structure) {
  TemporaryFolder folder(std::filesystem::temp_directory_path());
  NgramTrainingOptions options;
  options.order = 4;
  options.tokenizer = NgramTokenizerKind::kWords;
  options.structure = structure;
  options.memoryBytes = NgramTrainer::kMinMemoryBytes;
  options.outputFile = folder.nextFile();
  options.temporaryFolder = options.outputFile.parent_path();
  const NgramTask task;
  NgramTrainer trainer(options);
  const size_t offsets[2] = {0, sizeof(kText) - 1};
  trainer.add(reinterpret_cast<const uint8_t*>(kText), offsets, 1, task);
  std::vector<uint8_t> bytes(trainer.finish(task).modelBytes);
  File(options.outputFile, File::Mode::kRead).readAt(0, bytes.data(), bytes.size());
  return bytes;
}

}  // namespace

/// The input changes bytes of a small model, three for each: two of the place, one of the value. The file is refused
/// with an NgramError, or gives some score.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const std::vector<uint8_t> probing = trainModel(NgramStructure::kProbing);
  static const std::vector<uint8_t> trie = trainModel(NgramStructure::kTrie);
  if (size == 0) return 0;
  std::vector<uint8_t> bytes = data[0] % 2 == 0 ? probing : trie;
  for (size_t index = 1; index + 3 <= size; index += 3) {
    bytes[(data[index] | data[index + 1] << 8) % bytes.size()] = data[index + 2];
  }
  if (data[0] & 2) bytes.resize(bytes.size() * data[0] / 256);
  if (data[0] & 4 && bytes.size() >= sizeof(NgramModelHeader)) {
    // Most inputs would stop at the checksum.
    NgramModelHeader header;
    std::memcpy(&header, bytes.data(), sizeof(header));
    header.fileBytes = bytes.size();
    header.checksum = checksumOf(header);
    std::memcpy(bytes.data(), &header, sizeof(header));
  }
  bytes.shrink_to_fit();
  try {
    const NgramTask task;
    const NgramModel model(bytes.data(), bytes.size(), "fuzz");
    NgramScorer(model, task).scoreDocument(reinterpret_cast<const uint8_t*>(kText), sizeof(kText) - 1);
  } catch (const NgramError&) {
    // What the caller would be told.
  }
  return 0;
}
