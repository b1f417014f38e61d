#include "classifier/addon/classifier.h"

#include <memory>
#include <string>

#include "base/addon/addon-call.h"
#include "base/addon/arguments.h"
#include "classifier/addon/arguments.h"
#include "classifier/addon/trainer-object.h"
#include "classifier/error.h"
#include "classifier/file.h"

namespace codeshell {
namespace {

/// Set by the task of `startOpen`, before its promise lets JavaScript call anything else; read on the JavaScript
/// thread.
struct OpenClassifier {
  std::shared_ptr<const ClassifierFile> file;
};

/// One number for two classes, the probability of class 1; otherwise one for each class.
size_t columnCountOf(const ClassifierModel& model) {
  return model.shape().classCount == 2 ? 1 : model.shape().classCount;
}

std::vector<float> predict(const ClassifierModel& model, const DocumentBatch& batch, const std::vector<double>& signals,
                           const CancelSwitch& cancelled) {
  const size_t columnCount = columnCountOf(model);
  std::vector<float> rows(batch.documentCount() * columnCount);
  std::vector<uint32_t> features;
  std::vector<float> input(model.rowLength());
  std::vector<double> probabilities(model.shape().classCount);
  ClassifierFeatureExtractor extractor(model.shape().features);
  for (size_t document = 0; document < batch.documentCount(); document++) {
    throwIfCancelled(cancelled);
    features.clear();
    const size_t start = batch.offsets[document];
    extractor.extract(batch.data + start, batch.offsets[document + 1] - start, features);
    model.makeInput(features, signals.data() + document * model.shape().signalCount, input.data());
    model.computeProbabilities(input.data(), probabilities.data());
    for (size_t column = 0; column < columnCount; column++) {
      rows[document * columnCount + column] = static_cast<float>(probabilities[columnCount == 1 ? 1 : column]);
    }
  }
  return rows;
}

/// In the order in which `native/classifier/classifier.ts` reads them.
std::vector<double> describe(const ClassifierFile& file) {
  const ClassifierShape& shape = file.model->shape();
  const ClassifierFeatureOptions& features = shape.features;
  return {static_cast<double>(shape.classCount),
          static_cast<double>(shape.signalCount),
          static_cast<double>(shape.dimensions),
          static_cast<double>(features.buckets),
          static_cast<double>(features.wordNgrams),
          static_cast<double>(features.minCharacterNgram),
          static_cast<double>(features.maxCharacterNgram),
          static_cast<double>(features.maxDocumentBytes),
          static_cast<double>(file.training.documentCount),
          static_cast<double>(file.training.epochs),
          static_cast<double>(file.training.learningRate),
          static_cast<double>(file.training.seed)};
}

Napi::Value startOpen(const Napi::CallbackInfo& info, const std::shared_ptr<OpenClassifier>& open) {
  const std::filesystem::path path = readPath(info[0], "file");
  const auto execute = [open, path](const CancelSwitch&) {
    open->file = std::make_shared<const ClassifierFile>(readClassifierFile(path));
  };
  return startAddonCall(info.Env(), "codeshell.openClassifier",
                        {execute, [open](napi_env env) { return makeTypedArray(env, describe(*open->file)); },
                         kClassifierResourceErrors});
}

Napi::Value startPredict(const Napi::CallbackInfo& info, const std::shared_ptr<const ClassifierFile>& file) {
  const Napi::Env env = info.Env();
  if (file == nullptr) throw Napi::Error::New(env, "the classifier is not open");
  const auto batch = shareDocumentBatch(info, 0);
  const uint32_t signalCount = file->model->shape().signalCount;
  const auto signals = std::make_shared<std::vector<double>>(copySignals(info[2], batch->documentCount(), signalCount));
  const auto rows = std::make_shared<std::vector<float>>();
  const auto execute = [file, batch, signals, rows](const CancelSwitch& cancelled) {
    *rows = predict(*file->model, *batch, *signals, cancelled);
  };
  return startAddonCall(
      env, "codeshell.predict",
      {execute, [rows](napi_env inner) { return makeTypedArray(inner, *rows); }, kClassifierResourceErrors});
}

/// `createClassifier()`: `startOpen(file)` gives what `describe` does, `startPredict(bytes, offsets, signals)` a
/// Float32Array, `close()` lets go of the weights once no prediction runs.
Napi::Value createClassifier(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  const auto open = std::make_shared<OpenClassifier>();
  Napi::Object object = Napi::Object::New(env);
  const auto add = [&](const char* name, auto call) { object.Set(name, Napi::Function::New(env, call, name)); };
  add("startOpen", [open](const Napi::CallbackInfo& inner) { return startOpen(inner, open); });
  add("startPredict", [open](const Napi::CallbackInfo& inner) { return startPredict(inner, open->file); });
  add("close", [open](const Napi::CallbackInfo&) { open->file.reset(); });
  return object;
}

}  // namespace

void exportClassifier(Napi::Env env, Napi::Object exports) {
  exports.Set("createClassifierTrainer", Napi::Function::New(env, createClassifierTrainer, "createClassifierTrainer"));
  exports.Set("createClassifier", Napi::Function::New(env, createClassifier, "createClassifier"));
}

}  // namespace codeshell
