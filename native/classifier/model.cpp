#include "classifier/model.h"

#include <algorithm>
#include <cmath>

namespace codeshell {
namespace {

size_t roundUp(size_t length) { return (length + kClassifierLanes - 1) / kClassifierLanes * kClassifierLanes; }

}  // namespace

ClassifierModel::ClassifierModel(const ClassifierShape& shape)
    : shape_(shape),
      embeddingLength_(roundUp(shape.dimensions)),
      rowLength_(roundUp(embeddingLength_ + shape.signalCount + 1)),
      embeddings_(embeddingLength_ * shape.features.buckets),
      rows_(rowLength_ * shape.classCount),
      signalScales_(shape.signalCount),
      vectors_(fastestClassifierVectorKernel()) {}

uint64_t ClassifierModel::sizeBytes(const ClassifierShape& shape) {
  const uint64_t embeddingLength = roundUp(shape.dimensions);
  const uint64_t rowLength = roundUp(static_cast<size_t>(embeddingLength + shape.signalCount + 1));
  return (embeddingLength * shape.features.buckets + rowLength * shape.classCount) * sizeof(float);
}

float ClassifierModel::standardise(size_t signal, double value) const {
  if (!std::isfinite(value)) return 0;
  const ClassifierSignalScale& scale = signalScales_[signal];
  return static_cast<float>(std::clamp((value - scale.mean) * scale.scale, -kMaxDeviations, kMaxDeviations));
}

void ClassifierModel::makeInput(const std::vector<uint32_t>& features, const double* signals, float* input) const {
  makeInput(features.data(), features.size(), nullptr, input);
  for (size_t signal = 0; signal < shape_.signalCount; signal++) {
    input[embeddingLength_ + signal] = standardise(signal, signals[signal]);
  }
}

void ClassifierModel::makeInput(const uint32_t* features, size_t count, const float* standardised, float* input) const {
  std::fill(input, input + rowLength_, 0.0f);
  if (count > 0) {
    vectors_.sumRows(embeddings_.data(), embeddingLength_, features, count, input);
    const float share = 1.0f / static_cast<float>(count);
    for (size_t place = 0; place < embeddingLength_; place++) input[place] *= share;
  }
  if (standardised != nullptr) std::copy_n(standardised, shape_.signalCount, input + embeddingLength_);
  input[embeddingLength_ + shape_.signalCount] = 1;
}

void ClassifierModel::computeProbabilities(const float* input, double* probabilities) const {
  double largest = -HUGE_VAL;
  for (size_t classId = 0; classId < shape_.classCount; classId++) {
    probabilities[classId] = vectors_.dot(row(classId), input, rowLength_);
    largest = std::max(largest, probabilities[classId]);
  }
  double sum = 0;
  for (size_t classId = 0; classId < shape_.classCount; classId++) {
    probabilities[classId] = std::exp(probabilities[classId] - largest);
    sum += probabilities[classId];
  }
  for (size_t classId = 0; classId < shape_.classCount; classId++) probabilities[classId] /= sum;
}

}  // namespace codeshell
