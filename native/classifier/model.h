#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "classifier/features.h"
#include "classifier/vector.h"

namespace codeshell {

struct ClassifierShape {
  ClassifierFeatureOptions features;
  uint32_t dimensions = 64;
  uint32_t classCount = 2;
  uint32_t signalCount = 0;
};

/// Limits of what a model can be, which keep its sizes far from overflow.
inline constexpr uint32_t kMaxClassifierDimensions = 4096;
inline constexpr uint32_t kMaxClassifierClasses = 65536;
inline constexpr uint32_t kMaxClassifierSignals = 4096;
inline constexpr uint32_t kMaxClassifierNgram = 16;

/// The mean and the reciprocal of the standard deviation of one signal in the training documents; the latter is 0 for a
/// signal that did not vary.
struct ClassifierSignalScale {
  double mean = 0;
  double scale = 0;
};

/// A linear classifier of the mean of the embeddings of a document's features, and of its signals (Joulin et al. 2016):
/// softmax(W [mean; standardised signals; 1]).
///
/// Deviation from fastText: the signals and the constant.
class ClassifierModel {
 public:
  /// Standardised signals are cut at this many standard deviations, so that one outlier does not decide alone.
  static constexpr double kMaxDeviations = 8;

  /// All weights are 0.
  explicit ClassifierModel(const ClassifierShape& shape);

  const ClassifierShape& shape() const { return shape_; }
  /// Floats from one embedding to the next, and from one row of W to the next: room for whole vectors, filled with 0.
  size_t embeddingLength() const { return embeddingLength_; }
  size_t rowLength() const { return rowLength_; }
  float* embeddings() { return embeddings_.data(); }
  const float* embeddings() const { return embeddings_.data(); }
  float* row(size_t classId) { return rows_.data() + classId * rowLength_; }
  const float* row(size_t classId) const { return rows_.data() + classId * rowLength_; }
  std::vector<ClassifierSignalScale>& signalScales() { return signalScales_; }
  const std::vector<ClassifierSignalScale>& signalScales() const { return signalScales_; }

  /// Fills `input`, of `rowLength()` floats. `signals` are raw; one that is not finite counts as the mean.
  void makeInput(const std::vector<uint32_t>& features, const double* signals, float* input) const;
  void makeInput(const uint32_t* features, size_t count, const float* standardised, float* input) const;
  float standardise(size_t signal, double value) const;
  /// Fills `probabilities`, one for each class.
  void computeProbabilities(const float* input, double* probabilities) const;

  static uint64_t sizeBytes(const ClassifierShape& shape);

 private:
  ClassifierShape shape_;
  size_t embeddingLength_;
  size_t rowLength_;
  std::vector<float> embeddings_;
  std::vector<float> rows_;
  std::vector<ClassifierSignalScale> signalScales_;
  const ClassifierVectorKernel& vectors_;
};

}  // namespace codeshell
