#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "classifier/model.h"

namespace codeshell {

struct ClassifierTrainingOptions {
  /// `classCount` is a lower bound: it grows to the largest label.
  ClassifierShape shape;
  uint32_t epochs = 5;
  float learningRate = 0.1f;
  uint32_t threads = 1;
  uint64_t seed = 0;
  /// For the features of the documents and the model.
  uint64_t memoryBytes = uint64_t{1} << 32;
};

/// Documents in memory, one after the other, as document-batch.h lays them out.
struct ClassifierDocuments {
  const uint8_t* data;
  const size_t* offsets;
  size_t count;
};

/// Learns a classifier by stochastic gradient descent on the cross entropy, with a learning rate that falls linearly to
/// 0 over all epochs, as fastText does (Joulin et al. 2016). With several threads, they update the same weights without
/// waiting for each other (Recht et al. 2011, "Hogwild!"), so only one thread gives the same model every time.
///
/// Deviations from fastText: documents come in a new random order in each epoch, and features are computed once and
/// kept, at 4 bytes each.
///
/// Use: `add` for each batch, `prepare`, `train` until `doneSteps()` is `totalSteps()`. Not for several threads at
/// once.
class ClassifierTrainer {
 public:
  explicit ClassifierTrainer(const ClassifierTrainingOptions& options) : options_(options) {}

  /// `labels` has one number for each document, `signals` `signalCount` of them. Adds all or nothing, which it does if
  /// `cancelled` becomes true; returns whether it was done.
  bool add(const ClassifierDocuments& documents, const uint32_t* labels, const double* signals,
           const std::atomic<bool>& cancelled);
  /// Standardises the signals and makes the first weights.
  void prepare();
  /// Goes on by at most `count` documents; stops early if `cancelled` becomes true.
  void train(uint64_t count, const std::atomic<bool>& cancelled);

  uint64_t documentCount() const { return examples_.size(); }
  uint64_t doneSteps() const { return doneSteps_; }
  uint64_t totalSteps() const { return examples_.size() * options_.epochs; }
  /// Mean cross entropy (natural logarithm) of the documents since the last call, before their updates.
  double takeLoss();
  const ClassifierModel& model() const { return *model_; }

 private:
  struct Example {
    const uint32_t* features;
    uint32_t featureCount;
    uint32_t label;
  };
  struct Block {
    std::vector<uint32_t> features;
    std::vector<size_t> ends;
  };
  struct Step {
    std::vector<float> input;
    std::vector<float> gradient;
    std::vector<double> probabilities;
  };

  Block extract(const ClassifierDocuments& documents, size_t first, size_t last,
                const std::atomic<bool>& cancelled) const;
  void refuseTooMuch(uint64_t newBytes) const;
  void scaleSignals();
  void shuffle();
  double trainRange(std::atomic<uint64_t>& next, uint64_t end, const std::atomic<bool>& cancelled);
  double update(uint32_t document, float learningRate, Step& step);

  ClassifierTrainingOptions options_;
  std::vector<std::unique_ptr<Block>> blocks_;
  std::vector<Example> examples_;
  std::vector<double> signals_;
  std::vector<float> standardised_;
  uint64_t featureBytes_ = 0;
  uint32_t largestLabel_ = 0;
  std::unique_ptr<ClassifierModel> model_;
  std::vector<uint32_t> order_;
  uint64_t shuffledEpochs_ = 0;
  uint64_t random_ = 0;
  uint64_t doneSteps_ = 0;
  double lossSum_ = 0;
  uint64_t lossSteps_ = 0;
};

}  // namespace codeshell
