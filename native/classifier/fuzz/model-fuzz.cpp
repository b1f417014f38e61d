#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <string>
#include <vector>

#include "base/files/file.h"
#include "base/files/temporary-folder.h"
#include "classifier/error.h"
#include "classifier/file.h"

namespace {

using namespace codeshell;

/// A folder for the run, removed at its end.
std::filesystem::path fuzzFile() {
  static TemporaryFolder folder(std::filesystem::temp_directory_path());
  static const std::filesystem::path path = folder.nextFile();
  return path;
}

std::vector<uint8_t> readBytes(const std::filesystem::path& path) {
  File file(path, File::Mode::kRead);
  std::vector<uint8_t> bytes(std::filesystem::file_size(path));
  file.readAt(0, bytes.data(), bytes.size());
  return bytes;
}

/// A model whose weights are the bytes of the input, over and over.
ClassifierModel makeModel(const uint8_t* data, size_t size) {
  ClassifierShape shape;
  shape.features.buckets = 31;
  shape.features.minCharacterNgram = 2;
  shape.features.maxCharacterNgram = 4;
  shape.dimensions = 5;
  shape.classCount = 3;
  shape.signalCount = 2;
  ClassifierModel model(shape);
  size_t next = 0;
  const auto fill = [&](void* target, size_t bytes) {
    for (size_t index = 0; index < bytes && size > 0; index++) {
      static_cast<uint8_t*>(target)[index] = data[next++ % size];
    }
  };
  for (size_t bucket = 0; bucket < shape.features.buckets; bucket++) {
    fill(model.embeddings() + bucket * model.embeddingLength(), shape.dimensions * sizeof(float));
  }
  for (size_t classId = 0; classId < shape.classCount; classId++) fill(model.row(classId), shape.dimensions * 4);
  fill(model.signalScales().data(), model.signalScales().size() * sizeof(ClassifierSignalScale));
  return model;
}

void predict(const ClassifierModel& model, const uint8_t* data, size_t size) {
  const ClassifierShape& shape = model.shape();
  std::vector<uint32_t> features;
  ClassifierFeatureExtractor(shape.features).extract(data, size, features);
  std::vector<double> signals(shape.signalCount, 1e300);
  std::vector<float> input(model.rowLength());
  std::vector<double> probabilities(shape.classCount);
  model.makeInput(features, signals.data(), input.data());
  model.computeProbabilities(input.data(), probabilities.data());
}

}  // namespace

/// The file of a small model, with weights of the input or with bytes that it changes, three for each: two of the
/// place, one of the value. It is refused with a ClassifierError, or gives some probability.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const std::string name = fuzzFile().string();
  const bool changesFile = data[0] % 2 == 0;
  writeClassifierFile(name, makeModel(data + 1, changesFile ? 0 : size - 1), {});
  if (changesFile) {
    std::vector<uint8_t> bytes = readBytes(name);
    for (size_t index = 1; index + 3 <= size; index += 3) {
      bytes[(data[index] | data[index + 1] << 8) % bytes.size()] = data[index + 2];
    }
    if (data[0] & 2) bytes.resize(bytes.size() * data[0] / 256);
    File(name, File::Mode::kCreate).write(bytes.data(), bytes.size());
  }
  try {
    predict(*readClassifierFile(name).model, data, size);
  } catch (const ClassifierError&) {
    // What the caller would be told.
  }
  return 0;
}
