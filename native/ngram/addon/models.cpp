#include "ngram/addon/models.h"

#include <algorithm>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "base/addon/addon-call.h"
#include "base/addon/arguments.h"
#include "ngram/addon/arguments.h"
#include "ngram/addon/call.h"
#include "ngram/arpa/arpa.h"
#include "ngram/model/model.h"
#include "ngram/score.h"
#include "ngram/training/trainer.h"

namespace codeshell {
namespace {

using Method = std::function<Napi::Value(const Napi::CallbackInfo&)>;

void addMethod(Napi::Env env, Napi::Object object, const char* name, Method method) {
  object.Set(name, Napi::Function::New(env, std::move(method), name));
}

unsigned hardwareThreads() { return std::max(1u, std::thread::hardware_concurrency()); }

napi_value makeString(napi_env env, const std::string& text) {
  napi_value value = nullptr;
  return napi_create_string_utf8(env, text.data(), text.size(), &value) == napi_ok ? value : nullptr;
}

/// The numbers for the lengths from 1 to the order.
std::vector<double> listCounts(const std::array<uint64_t, kMaxNgramOrder + 1>& counts, int order) {
  return {counts.begin() + 1, counts.begin() + 1 + order};
}

napi_value makeTrainingResult(napi_env env, const NgramTrainingResult& result, int order) {
  std::vector<double> discounts;
  std::vector<uint8_t> fallbacks;
  for (int length = 1; length <= order; length++) {
    const DiscountEstimate& estimate = result.discounts[length];
    discounts.insert(discounts.end(), estimate.discount.begin() + 1, estimate.discount.end());
    fallbacks.push_back(estimate.isFallback);
  }
  return makeObject(env, {{"documentCount", makeNumber(env, static_cast<double>(result.documentCount))},
                          {"tokenCount", makeNumber(env, static_cast<double>(result.tokenCount))},
                          {"counts", makeTypedArray(env, listCounts(result.counts, order))},
                          {"discounts", makeTypedArray(env, discounts)},
                          {"fallbacks", makeTypedArray(env, fallbacks)},
                          {"skippedCount", makeNumber(env, static_cast<double>(result.skippedSpecialCount))},
                          {"modelBytes", makeNumber(env, static_cast<double>(result.modelBytes))}});
}

/// One call at a time runs on a trainer; native/ngram/ngram-training.ts sees to that.
struct OpenTrainer {
  std::unique_ptr<NgramTrainer> trainer;
};

Napi::Value createNgramTrainer(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  const NgramTrainingOptions options = readTrainingOptions(info[0]);
  const auto open = std::make_shared<OpenTrainer>();
  try {
    open->trainer = std::make_unique<NgramTrainer>(options);
  } catch (const NgramError& error) {
    throw toJavaScriptError(env, error);
  } catch (const FileError& error) {
    throw toJavaScriptError(env, NgramError(kNgramFileError, error.what()));
  }
  Napi::Object object = Napi::Object::New(env);
  addMethod(env, object, "startAdd", [open](const Napi::CallbackInfo& inner) {
    const auto batch = shareDocumentBatch(inner, 0);
    const auto execute = [open, batch](const NgramTask& task) {
      open->trainer->add(batch->data, batch->offsets.data(), batch->documentCount(), task);
    };
    return startNgramCall(inner.Env(), "codeshell.addNgramDocuments", {execute, makeUndefined});
  });
  addMethod(env, object, "startFinish", [open, order = options.order](const Napi::CallbackInfo& inner) {
    const auto result = std::make_shared<NgramTrainingResult>();
    const auto execute = [open, result](const NgramTask& task) { *result = open->trainer->finish(task); };
    const auto makeResult = [result, order](napi_env last) { return makeTrainingResult(last, *result, order); };
    return startNgramCall(inner.Env(), "codeshell.trainNgramModel", {execute, makeResult, hardwareThreads()});
  });
  // Lets go of the memory and the temporary files.
  addMethod(env, object, "startEnd", [open](const Napi::CallbackInfo& inner) {
    const auto execute = [open](const NgramTask&) { open->trainer.reset(); };
    return startNgramCall(inner.Env(), "codeshell.endNgramTraining", {execute, makeUndefined});
  });
  return object;
}

using SharedModel = std::shared_ptr<const NgramModel>;

Napi::Value startScore(const Napi::CallbackInfo& info, const SharedModel& model) {
  const auto batch = shareDocumentBatch(info, 0);
  const auto threads = static_cast<unsigned>(readWhole(info[2], "threads", 0, 1024));
  const auto rows = std::make_shared<std::vector<double>>(batch->documentCount() * kNgramScoreColumnCount);
  const auto execute = [model, batch, rows](const NgramTask& task) {
    scoreDocuments(*model, batch->data, batch->offsets, rows->data(), task);
  };
  const auto makeResult = [rows](napi_env env) { return makeTypedArray(env, *rows); };
  return startNgramCall(info.Env(), "codeshell.scoreNgrams",
                        {execute, makeResult, threads == 0 ? hardwareThreads() : threads});
}

struct TokenColumns {
  std::vector<float> log10Probabilities;
  std::vector<uint8_t> matchedLengths;
  std::vector<double> offsets;
  std::vector<uint32_t> sizes;
};

Napi::Value startScoreTokens(const Napi::CallbackInfo& info, const SharedModel& model) {
  const auto batch = shareDocumentBatch(info, 0);
  const auto columns = std::make_shared<TokenColumns>();
  const auto execute = [model, batch, columns](const NgramTask& task) {
    const size_t begin = batch->offsets.front();
    const size_t size = batch->offsets.back() - begin;
    for (const NgramTokenScore& token : NgramScorer(*model, task).scoreTokens(batch->data + begin, size)) {
      columns->log10Probabilities.push_back(token.log10Probability);
      columns->matchedLengths.push_back(static_cast<uint8_t>(token.matchedLength));
      columns->offsets.push_back(static_cast<double>(token.offset));
      columns->sizes.push_back(static_cast<uint32_t>(std::min<uint64_t>(token.size, UINT32_MAX)));
    }
  };
  const auto makeResult = [columns](napi_env env) {
    return makeObject(env, {{"log10Probabilities", makeTypedArray(env, columns->log10Probabilities)},
                            {"matchedLengths", makeTypedArray(env, columns->matchedLengths)},
                            {"offsets", makeTypedArray(env, columns->offsets)},
                            {"sizes", makeTypedArray(env, columns->sizes)}});
  };
  return startNgramCall(info.Env(), "codeshell.scoreNgramTokens", {execute, makeResult});
}

Napi::Object makeInfo(Napi::Env env, const NgramModel& model) {
  Napi::Object info = Napi::Object::New(env);
  info.Set("order", model.order());
  info.Set("structure", model.isTrie() ? "trie" : "probing");
  info.Set("tokens", model.tokenizer() == NgramTokenizerKind::kCode ? "code" : "words");
  Napi::Array counts = Napi::Array::New(env, static_cast<size_t>(model.order()));
  for (int length = 1; length <= model.order(); length++) {
    counts.Set(static_cast<uint32_t>(length - 1), static_cast<double>(model.header().counts[length]));
  }
  info.Set("counts", counts);
  info.Set("sizeBytes", static_cast<double>(model.sizeBytes()));
  return info;
}

/// The model goes with the last call that uses it, after `close`.
Napi::Value openNgramModel(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  const auto open = std::make_shared<SharedModel>();
  try {
    *open = std::make_shared<const NgramModel>(readPath(info[0], "file"));
  } catch (const NgramError& error) {
    throw toJavaScriptError(env, error);
  } catch (const FileError& error) {
    throw toJavaScriptError(env, NgramError(kNgramFileError, error.what()));
  }
  const auto whileOpen = [open](auto start) {
    return [open, start](const Napi::CallbackInfo& inner) -> Napi::Value {
      if (*open == nullptr) throw toJavaScriptError(inner.Env(), NgramError(kNgramClosedError, "The model is closed."));
      return start(inner, *open);
    };
  };
  Napi::Object object = Napi::Object::New(env);
  object.Set("info", makeInfo(env, **open));
  addMethod(env, object, "startScore", whileOpen(startScore));
  addMethod(env, object, "startScoreTokens", whileOpen(startScoreTokens));
  addMethod(env, object, "startExportArpa", whileOpen([](const Napi::CallbackInfo& inner, const SharedModel& model) {
              const std::filesystem::path file = readPath(inner[0], "file");
              const auto execute = [model, file](const NgramTask& task) { exportArpa(*model, file, task); };
              return Napi::Value(startNgramCall(inner.Env(), "codeshell.exportArpa", {execute, makeUndefined}));
            }));
  addMethod(env, object, "close", [open](const Napi::CallbackInfo& inner) {
    open->reset();
    return inner.Env().Undefined();
  });
  return object;
}

Napi::Value startImportArpa(const Napi::CallbackInfo& info) {
  const ArpaImportOptions options = readImportOptions(info[0]);
  const auto result = std::make_shared<ArpaImportResult>();
  const auto execute = [options, result](const NgramTask& task) { *result = importArpa(options, task); };
  const auto makeResult = [result](napi_env env) -> napi_value {
    napi_value warnings = nullptr;
    if (napi_create_array(env, &warnings) != napi_ok) return nullptr;
    for (size_t index = 0; index < result->warnings.size(); index++) {
      const napi_value warning = makeString(env, result->warnings[index]);
      if (warning == nullptr) return nullptr;
      if (napi_set_element(env, warnings, static_cast<uint32_t>(index), warning) != napi_ok) return nullptr;
    }
    return makeObject(env, {{"counts", makeTypedArray(env, listCounts(result->counts, result->order))},
                            {"modelBytes", makeNumber(env, static_cast<double>(result->modelBytes))},
                            {"warnings", warnings}});
  };
  return startNgramCall(info.Env(), "codeshell.importArpa", {execute, makeResult, hardwareThreads()});
}

}  // namespace

void exportNgramModels(Napi::Env env, Napi::Object exports) {
  exports.Set("createNgramTrainer", Napi::Function::New(env, createNgramTrainer, "createNgramTrainer"));
  exports.Set("openNgramModel", Napi::Function::New(env, openNgramModel, "openNgramModel"));
  exports.Set("startImportArpa", Napi::Function::New(env, startImportArpa, "startImportArpa"));
}

}  // namespace codeshell
