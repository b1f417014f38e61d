#include "classifier/addon/trainer-object.h"

#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "base/addon/addon-call.h"
#include "base/addon/arguments.h"
#include "classifier/addon/arguments.h"
#include "classifier/error.h"
#include "classifier/file.h"
#include "classifier/trainer.h"

namespace codeshell {
namespace {

/// A trainer, with the lock that keeps two calls of it apart.
struct SharedTrainer {
  SharedTrainer(const ClassifierTrainingOptions& options, const ClassifierTraining& description)
      : trainer(options), description(description) {}

  std::mutex mutex;
  ClassifierTrainer trainer;
  ClassifierTraining description;
};

using Trainer = std::shared_ptr<SharedTrainer>;

template <typename Execute>
Napi::Value startTrainerTask(Napi::Env env, const Trainer& shared, Execute execute,
                             std::function<napi_value(napi_env)> makeResult = makeUndefined) {
  const auto locked = [shared, execute](const CancelSwitch& cancelled) {
    const std::lock_guard lock(shared->mutex);
    execute(shared->trainer, cancelled);
  };
  return startAddonCall(env, "codeshell.trainClassifier", {locked, std::move(makeResult), kClassifierResourceErrors});
}

Napi::Value startAdd(const Napi::CallbackInfo& info, const Trainer& shared, uint32_t signalCount) {
  const auto batch = shareDocumentBatch(info, 0);
  const size_t count = batch->documentCount();
  const auto labels = std::make_shared<std::vector<uint32_t>>(copyUint32Array(info[2], "labels"));
  requireLength(info.Env(), "labels", labels->size(), count);
  for (const uint32_t label : *labels) {
    if (label < kMaxClassifierClasses) continue;
    throw Napi::RangeError::New(info.Env(), "labels has the class " + std::to_string(label) + "; classes are below " +
                                                std::to_string(kMaxClassifierClasses));
  }
  const auto signals = std::make_shared<std::vector<double>>(copySignals(info[3], count, signalCount));
  const auto execute = [batch, labels, signals, count](ClassifierTrainer& trainer, const CancelSwitch& cancelled) {
    const ClassifierDocuments documents{batch->data, batch->offsets.data(), count};
    if (!trainer.add(documents, labels->data(), signals->data(), cancelled)) throw Cancelled();
  };
  return startTrainerTask(info.Env(), shared, execute);
}

Napi::Value startTrain(const Napi::CallbackInfo& info, const Trainer& shared) {
  const uint64_t count = readWhole(info[0], "count", 1, uint64_t{1} << 53);
  const auto progress = std::make_shared<std::vector<double>>();
  const auto execute = [count, progress](ClassifierTrainer& trainer, const CancelSwitch& cancelled) {
    trainer.train(count, cancelled);
    throwIfCancelled(cancelled);
    *progress = {static_cast<double>(trainer.doneSteps()), static_cast<double>(trainer.totalSteps()),
                 trainer.takeLoss()};
  };
  return startTrainerTask(info.Env(), shared, execute,
                          [progress](napi_env env) { return makeTypedArray(env, *progress); });
}

Napi::Value startSave(const Napi::CallbackInfo& info, const Trainer& shared) {
  const std::filesystem::path file = readPath(info[0], "file");
  const auto execute = [shared, file](ClassifierTrainer& trainer, const CancelSwitch&) {
    ClassifierTraining description = shared->description;
    description.documentCount = trainer.documentCount();
    writeClassifierFile(file, trainer.model(), description);
  };
  return startTrainerTask(info.Env(), shared, execute);
}

ClassifierTrainingOptions readTrainingOptions(const Napi::Object& object) {
  const auto whole = [&](const char* name, uint64_t least, uint64_t most) {
    return readWhole(object.Get(name), name, least, most);
  };
  const auto small = [&](const char* name, uint64_t least, uint64_t most) {
    return static_cast<uint32_t>(whole(name, least, most));
  };
  ClassifierTrainingOptions options;
  ClassifierFeatureOptions& features = options.shape.features;
  features.buckets = small("buckets", 1, uint64_t{1} << 31);
  features.wordNgrams = small("wordNgrams", 1, kMaxClassifierNgram);
  features.maxCharacterNgram = small("maxCharacterNgram", 0, kMaxClassifierNgram);
  features.minCharacterNgram =
      small("minCharacterNgram", features.maxCharacterNgram == 0 ? 0 : 1, features.maxCharacterNgram);
  features.maxDocumentBytes = whole("maxDocumentBytes", 1, uint64_t{1} << 53);
  options.shape.dimensions = small("dimensions", 1, kMaxClassifierDimensions);
  options.shape.signalCount = small("signalCount", 0, kMaxClassifierSignals);
  options.epochs = small("epochs", 1, 10000);
  options.threads = small("threads", 1, 256);
  options.seed = whole("seed", 0, uint64_t{1} << 53);
  options.memoryBytes = whole("memoryBytes", 0, uint64_t{1} << 53);
  options.learningRate = readPositive(object.Get("learningRate"), "learningRate");
  return options;
}

}  // namespace

Napi::Value createClassifierTrainer(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  const ClassifierTrainingOptions options = readTrainingOptions(info[0].ToObject());
  const ClassifierTraining description{0, options.epochs, options.learningRate, options.seed};
  const auto shared = std::make_shared<SharedTrainer>(options, description);
  const uint32_t signalCount = options.shape.signalCount;
  Napi::Object object = Napi::Object::New(env);
  const auto add = [&](const char* name, auto call) { object.Set(name, Napi::Function::New(env, call, name)); };
  add("startAdd",
      [shared, signalCount](const Napi::CallbackInfo& inner) { return startAdd(inner, shared, signalCount); });
  add("startPrepare", [shared](const Napi::CallbackInfo& inner) {
    return startTrainerTask(inner.Env(), shared,
                            [](ClassifierTrainer& trainer, const CancelSwitch&) { trainer.prepare(); });
  });
  add("startTrain", [shared](const Napi::CallbackInfo& inner) { return startTrain(inner, shared); });
  add("startSave", [shared](const Napi::CallbackInfo& inner) { return startSave(inner, shared); });
  return object;
}

}  // namespace codeshell
