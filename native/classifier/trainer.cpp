#include "classifier/trainer.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "base/mix-bits.h"
#include "base/run-threads.h"
#include "classifier/error.h"

namespace codeshell {

bool ClassifierTrainer::add(const ClassifierDocuments& documents, const uint32_t* labels, const double* signals,
                            const std::atomic<bool>& cancelled) {
  const size_t partCount = std::min<size_t>(options_.threads, std::max<size_t>(documents.count, 1));
  std::vector<std::unique_ptr<Block>> parts(partCount);
  const auto firstOf = [&](size_t part) { return documents.count * part / partCount; };
  runThreads(static_cast<unsigned>(partCount), [&](unsigned part) {
    parts[part] = std::make_unique<Block>(extract(documents, firstOf(part), firstOf(part + 1), cancelled));
  });
  if (cancelled.load(std::memory_order_relaxed)) return false;

  uint64_t newBytes = 0;
  for (const auto& part : parts) newBytes += part->features.size() * sizeof(uint32_t);
  const size_t signalCount = options_.shape.signalCount * documents.count;
  newBytes += documents.count * sizeof(Example) + signalCount * (sizeof(double) + sizeof(float));
  refuseTooMuch(newBytes);
  featureBytes_ += newBytes;
  for (size_t part = 0; part < partCount; part++) {
    size_t start = 0;
    for (size_t index = 0; index < parts[part]->ends.size(); index++) {
      const size_t end = parts[part]->ends[index];
      const uint32_t label = labels[firstOf(part) + index];
      examples_.push_back({parts[part]->features.data() + start, static_cast<uint32_t>(end - start), label});
      largestLabel_ = std::max(largestLabel_, label);
      start = end;
    }
    blocks_.push_back(std::move(parts[part]));
  }
  if (signalCount > 0) signals_.insert(signals_.end(), signals, signals + signalCount);
  return true;
}

ClassifierTrainer::Block ClassifierTrainer::extract(const ClassifierDocuments& documents, size_t first, size_t last,
                                                    const std::atomic<bool>& cancelled) const {
  Block block;
  ClassifierFeatureExtractor extractor(options_.shape.features);
  for (size_t document = first; document < last && !cancelled.load(std::memory_order_relaxed); document++) {
    const size_t start = documents.offsets[document];
    extractor.extract(documents.data + start, documents.offsets[document + 1] - start, block.features);
    block.ends.push_back(block.features.size());
    refuseTooMuch(block.features.size() * sizeof(uint32_t));
  }
  block.features.shrink_to_fit();
  return block;
}

void ClassifierTrainer::refuseTooMuch(uint64_t newBytes) const {
  ClassifierShape shape = options_.shape;
  shape.classCount = std::max(shape.classCount, largestLabel_ + 1);
  const uint64_t needed = featureBytes_ + newBytes + ClassifierModel::sizeBytes(shape);
  if (needed <= options_.memoryBytes) return;
  throw ClassifierError(kClassifierMemoryError,
                        "The model and " + std::to_string(examples_.size()) + " documents so far take " +
                            std::to_string(needed) + " bytes, more than the budget of " +
                            std::to_string(options_.memoryBytes) +
                            ". Raise memoryBytes, or lower buckets, dimensions or maxDocumentBytes.");
}

void ClassifierTrainer::prepare() {
  if (examples_.empty()) throw ClassifierError(kClassifierExamplesError, "There is no document to learn from.");
  const auto isOther = [&](const Example& example) { return example.label != examples_[0].label; };
  if (std::none_of(examples_.begin(), examples_.end(), isOther)) {
    throw ClassifierError(
        kClassifierExamplesError,
        "All documents have the label " + std::to_string(examples_[0].label) + ". Add documents of another class.");
  }
  ClassifierShape shape = options_.shape;
  shape.classCount = std::max(shape.classCount, largestLabel_ + 1);
  refuseTooMuch(0);
  model_ = std::make_unique<ClassifierModel>(shape);
  random_ = options_.seed;
  // Uniform within 1 / dimensions of 0, as fastText does; W starts at 0.
  const float range = 1.0f / static_cast<float>(shape.dimensions);
  for (size_t bucket = 0; bucket < shape.features.buckets; bucket++) {
    float* row = model_->embeddings() + bucket * model_->embeddingLength();
    for (uint32_t place = 0; place < shape.dimensions; place++) {
      const float unit = static_cast<float>(nextRandom(random_) >> 40) * 0x1p-23f - 1;
      row[place] = unit * range;
    }
  }
  scaleSignals();
  order_.resize(examples_.size());
  for (size_t index = 0; index < order_.size(); index++) order_[index] = static_cast<uint32_t>(index);
}

void ClassifierTrainer::scaleSignals() {
  const size_t signalCount = options_.shape.signalCount;
  std::vector<ClassifierSignalScale>& scales = model_->signalScales();
  for (size_t signal = 0; signal < signalCount; signal++) {
    // Welford's method, which loses no digits to a large mean.
    double mean = 0;
    double squares = 0;
    double count = 0;
    for (size_t place = signal; place < signals_.size(); place += signalCount) {
      if (!std::isfinite(signals_[place])) continue;
      count++;
      const double difference = signals_[place] - mean;
      mean += difference / count;
      squares += difference * (signals_[place] - mean);
    }
    const double deviation = count > 0 ? std::sqrt(squares / count) : 0;
    scales[signal] = {mean, deviation > 0 && std::isfinite(1 / deviation) ? 1 / deviation : 0};
  }
  standardised_.resize(signals_.size());
  for (size_t place = 0; place < signals_.size(); place++) {
    standardised_[place] = model_->standardise(place % signalCount, signals_[place]);
  }
  signals_ = {};
}

void ClassifierTrainer::train(uint64_t count, const std::atomic<bool>& cancelled) {
  const uint64_t end = std::min(doneSteps_ + count, totalSteps());
  while (doneSteps_ < end && !cancelled.load(std::memory_order_relaxed)) {
    const uint64_t epoch = doneSteps_ / examples_.size();
    if (shuffledEpochs_ == epoch) shuffle();
    const uint64_t stop = std::min(end, (epoch + 1) * examples_.size());
    std::atomic<uint64_t> next = doneSteps_;
    std::vector<double> losses(options_.threads);
    runThreads(options_.threads, [&](unsigned index) { losses[index] = trainRange(next, stop, cancelled); });
    const uint64_t reached = std::min(next.load(), stop);
    lossSteps_ += reached - doneSteps_;
    for (const double loss : losses) lossSum_ += loss;
    doneSteps_ = reached;
  }
}

/// Fisher and Yates.
void ClassifierTrainer::shuffle() {
  for (size_t left = order_.size(); left > 1; left--) {
    const uint64_t chosen = (nextRandom(random_) >> 32) * left >> 32;
    std::swap(order_[left - 1], order_[chosen]);
  }
  shuffledEpochs_++;
}

double ClassifierTrainer::trainRange(std::atomic<uint64_t>& next, uint64_t end, const std::atomic<bool>& cancelled) {
  Step step{std::vector<float>(model_->rowLength()), std::vector<float>(model_->embeddingLength()),
            std::vector<double>(model_->shape().classCount)};
  const double total = static_cast<double>(totalSteps());
  double loss = 0;
  while (!cancelled.load(std::memory_order_relaxed)) {
    const uint64_t index = next.fetch_add(1, std::memory_order_relaxed);
    if (index >= end) break;
    const double left = 1 - static_cast<double>(index) / total;
    const float learningRate = static_cast<float>(options_.learningRate * left);
    loss += update(order_[index % examples_.size()], learningRate, step);
  }
  return loss;
}

/// The data races between threads are meant: a lost or half-seen update of one weight is noise among many (Hogwild).
double ClassifierTrainer::update(uint32_t document, float learningRate, Step& step) {
  const ClassifierVectorKernel& vectors = fastestClassifierVectorKernel();
  const Example& example = examples_[document];
  ClassifierModel& model = *model_;
  const float* signals = standardised_.data() + size_t{document} * model.shape().signalCount;
  model.makeInput(example.features, example.featureCount, signals, step.input.data());
  model.computeProbabilities(step.input.data(), step.probabilities.data());

  std::fill(step.gradient.begin(), step.gradient.end(), 0.0f);
  for (uint32_t classId = 0; classId < model.shape().classCount; classId++) {
    const double target = classId == example.label ? 1 : 0;
    const float rate = learningRate * static_cast<float>(target - step.probabilities[classId]);
    vectors.addScaled(step.gradient.data(), rate, model.row(classId), model.embeddingLength());
    vectors.addScaled(model.row(classId), rate, step.input.data(), model.rowLength());
  }
  if (example.featureCount > 0) {
    const float share = 1.0f / static_cast<float>(example.featureCount);
    for (float& value : step.gradient) value *= share;
    vectors.addToRows(model.embeddings(), model.embeddingLength(), example.features, example.featureCount,
                      step.gradient.data());
  }
  return -std::log(std::max(step.probabilities[example.label], 1e-30));
}

double ClassifierTrainer::takeLoss() {
  const double mean = lossSteps_ == 0 ? 0 : lossSum_ / static_cast<double>(lossSteps_);
  lossSum_ = 0;
  lossSteps_ = 0;
  return mean;
}

}  // namespace codeshell
