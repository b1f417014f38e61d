#include <atomic>
#include <cmath>
#include <random>
#include <string>
#include <vector>

#include "base/test/check.h"
#include "classifier/features.h"
#include "classifier/trainer.h"
#include "classifier/vector.h"

namespace codeshell::test {
namespace {

std::vector<float> randomFloats(std::mt19937& random, size_t count) {
  std::uniform_real_distribution<float> distribution(-1, 1);
  std::vector<float> floats(count);
  for (float& value : floats) value = distribution(random);
  return floats;
}

/// All kernels give the same bits, so that a model does not depend on the processor.
void testVectors(const ClassifierVectorKernel& baseline, const ClassifierVectorKernel& kernel) {
  std::mt19937 random(1);
  for (size_t length = kClassifierLanes; length <= 8 * kClassifierLanes; length += kClassifierLanes) {
    std::vector<float> expectedMatrix = randomFloats(random, length * 50);
    std::vector<float> actualMatrix = expectedMatrix;
    std::vector<uint32_t> rows(33);
    for (uint32_t& row : rows) row = random() % 50;
    const std::vector<float> addend = randomFloats(random, length);
    std::vector<float> expected(length);
    std::vector<float> actual(length);
    baseline.sumRows(expectedMatrix.data(), length, rows.data(), rows.size(), expected.data());
    kernel.sumRows(actualMatrix.data(), length, rows.data(), rows.size(), actual.data());
    check(expected == actual, "sums of rows agree");
    baseline.addToRows(expectedMatrix.data(), length, rows.data(), rows.size(), addend.data());
    kernel.addToRows(actualMatrix.data(), length, rows.data(), rows.size(), addend.data());
    check(expectedMatrix == actualMatrix, "additions to rows agree");
    baseline.addScaled(expected.data(), 0.3f, addend.data(), length);
    kernel.addScaled(actual.data(), 0.3f, addend.data(), length);
    check(expected == actual, "scaled additions agree");
    checkEqual(kernel.dot(actual.data(), addend.data(), length), baseline.dot(expected.data(), addend.data(), length),
               "dot product");
  }
}

size_t countFeatures(ClassifierFeatureOptions options, const std::string& text) {
  // A heap block of exactly this size: an address sanitizer sees a read outside it.
  const std::vector<uint8_t> bytes(text.begin(), text.end());
  std::vector<uint32_t> features;
  ClassifierFeatureExtractor(options).extract(bytes.data(), bytes.size(), features);
  for (const uint32_t feature : features) check(feature < options.buckets, "a feature is below the number of buckets");
  return features.size();
}

void testFeatures() {
  ClassifierFeatureOptions options;
  options.wordNgrams = 1;
  checkEqual(countFeatures(options, ""), 0u, "features of nothing");
  checkEqual(countFeatures(options, "a_b(c1, \xC3\xA4);\n"), 7u, "words and signs");
  options.wordNgrams = 3;
  checkEqual(countFeatures(options, "a b c d"), 4u + 3u + 2u, "sequences of words");
  options.wordNgrams = 1;
  options.minCharacterNgram = 3;
  options.maxCharacterNgram = 4;
  // <ab> has the parts <ab, ab>, <ab>.
  checkEqual(countFeatures(options, "ab"), 1u + 3u, "parts of words");
  options.minCharacterNgram = 1;
  options.maxCharacterNgram = 1;
  checkEqual(countFeatures(options, "\xE4\xB8\xAD\xE6\x96\x87 \xBF\x80"), 2u + 2u, "parts of single characters");
  options.maxDocumentBytes = 1;
  checkEqual(countFeatures(options, "ab cd"), 1u + 1u, "only the first bytes");
}

void testTraining(uint32_t threads) {
  std::mt19937 random(2);
  std::string text;
  std::vector<size_t> offsets{0};
  std::vector<uint32_t> labels;
  std::vector<double> signals;
  for (int document = 0; document < 500; document++) {
    const uint32_t label = random() % 2;
    text += label == 1 ? "yes " : "no ";
    for (int word = 0; word < 10; word++) text += "word" + std::to_string(random() % 100) + " ";
    offsets.push_back(text.size());
    labels.push_back(label);
    signals.push_back(static_cast<double>(random() % 10));
  }
  ClassifierTrainingOptions options;
  options.shape.features.buckets = 1000;
  options.shape.signalCount = 1;
  options.epochs = 20;
  options.threads = threads;
  ClassifierTrainer trainer(options);
  const std::atomic<bool> cancelled = false;
  const ClassifierDocuments documents{reinterpret_cast<const uint8_t*>(text.data()), offsets.data(), labels.size()};
  check(trainer.add(documents, labels.data(), signals.data(), cancelled), "documents are added");
  trainer.prepare();
  trainer.train(1, cancelled);
  checkEqual(trainer.doneSteps(), 1u, "one step");
  check(std::abs(trainer.takeLoss() - std::log(2.0)) < 1e-6, "the loss begins at that of chance");
  while (trainer.doneSteps() < trainer.totalSteps()) trainer.train(777, cancelled);
  trainer.takeLoss();

  const std::atomic<bool> stop = true;
  check(!trainer.add(documents, labels.data(), signals.data(), stop), "a cancelled call adds nothing");
  checkEqual(trainer.documentCount(), labels.size(), "documents");
}

void testClassifier() {
  const ClassifierVectorKernels kernels = supportedClassifierVectorKernels();
  for (size_t index = 1; index < kernels.count; index++) {
    std::printf("classifier kernel %s\n", kernels.items[index].name);
    testVectors(kernels.items[0], kernels.items[index]);
  }
  testFeatures();
  testTraining(1);
  testTraining(3);
}

}  // namespace
}  // namespace codeshell::test

int main() {
  codeshell::test::testClassifier();
  return codeshell::test::reportChecks();
}
