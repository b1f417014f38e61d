#pragma once

#include <filesystem>
#include <memory>

#include "classifier/model.h"

namespace codeshell {

/// How a model was trained, for people to read.
struct ClassifierTraining {
  uint64_t documentCount = 0;
  uint32_t epochs = 0;
  float learningRate = 0;
  uint64_t seed = 0;
};

struct ClassifierFile {
  std::unique_ptr<ClassifierModel> model;
  ClassifierTraining training;
};

/// The file, all little-endian: a `Header` (see the source), the mean and scale of each signal, the rows of W, the
/// embeddings, each without its padding, and a checksum of all that. Both throw FileError, or
/// ClassifierError with the name of the file; an incomplete file is never left under it.
void writeClassifierFile(const std::filesystem::path& path, const ClassifierModel& model,
                         const ClassifierTraining& training);
ClassifierFile readClassifierFile(const std::filesystem::path& path);

}  // namespace codeshell
