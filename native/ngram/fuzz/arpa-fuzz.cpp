#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>

#include "base/files/file.h"
#include "base/files/temporary-folder.h"
#include "ngram/arpa/arpa.h"
#include "ngram/error.h"
#include "ngram/model/model.h"
#include "ngram/score.h"
#include "ngram/training/trainer.h"

namespace {

/// A folder for the run, removed at its end.
const std::filesystem::path& fuzzFolder() {
  static codeshell::TemporaryFolder folder(std::filesystem::temp_directory_path());
  static const std::filesystem::path path = folder.nextFile().parent_path();
  return path;
}

}  // namespace

/// A file is refused with an NgramError, or makes a model that scores text.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  using namespace codeshell;
  const std::filesystem::path arpaFile = fuzzFolder() / "arpa";
  const std::filesystem::path modelFile = fuzzFolder() / "model";
  {
    File file(arpaFile, File::Mode::kCreate);
    file.write(data + 1, size - 1);
  }
  const NgramStructure structure = data[0] % 2 == 0 ? NgramStructure::kProbing : NgramStructure::kTrie;
  try {
    const NgramTask task;
    importArpa(
        {arpaFile, modelFile, fuzzFolder(), NgramTrainer::kMinMemoryBytes, {NgramTokenizerKind::kWords, structure}},
        task);
    const std::string text = "a b c <unk> a a b\nc\n";
    const NgramModel model(modelFile);
    NgramScorer(model, task).scoreDocument(reinterpret_cast<const uint8_t*>(text.data()), text.size());
    if (structure == NgramStructure::kTrie) exportArpa(model, arpaFile, task);
  } catch (const NgramError&) {
    // What the caller would be told.
  }
  return 0;
}
