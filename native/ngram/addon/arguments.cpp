#include "ngram/addon/arguments.h"

#include <string>

#include "base/addon/arguments.h"

namespace codeshell {
namespace {

constexpr uint64_t kMaxSafeInteger = (uint64_t{1} << 53) - 1;

Napi::Object requireObject(const Napi::Value& value) {
  if (!value.IsObject()) throw Napi::TypeError::New(value.Env(), "options must be an object");
  return value.As<Napi::Object>();
}

/// Place of the name among those allowed.
size_t readChoice(const Napi::Object& options, const char* name, const char* first, const char* second) {
  const Napi::Value value = options.Get(name);
  const std::string text = value.IsString() ? value.As<Napi::String>().Utf8Value() : "";
  if (text == first) return 0;
  if (text == second) return 1;
  throw Napi::RangeError::New(options.Env(), std::string(name) + " is " + value.ToString().Utf8Value() + "; it is \"" +
                                                 first + "\" or \"" + second + "\"");
}

NgramModelOrigin readOrigin(const Napi::Object& options) {
  const bool isTrie = readChoice(options, "structure", "probing", "trie") == 1;
  const bool isCode = readChoice(options, "tokens", "words", "code") == 1;
  return {isCode ? NgramTokenizerKind::kCode : NgramTokenizerKind::kWords,
          isTrie ? NgramStructure::kTrie : NgramStructure::kProbing};
}

}  // namespace

NgramTrainingOptions readTrainingOptions(const Napi::Value& value) {
  const Napi::Object given = requireObject(value);
  NgramTrainingOptions options;
  options.order = static_cast<int>(readWhole(given.Get("order"), "order", 1, kMaxNgramOrder));
  const Napi::Value prune = given.Get("prune");
  if (!prune.IsArray() || prune.As<Napi::Array>().Length() > static_cast<uint32_t>(options.order)) {
    throw Napi::TypeError::New(given.Env(), "prune must be an array with at most one threshold for each length");
  }
  uint64_t threshold = 0;
  for (uint32_t index = 0; index < kMaxNgramOrder; index++) {
    // As for lmplz, the last threshold holds for all longer n-grams.
    if (index < prune.As<Napi::Array>().Length()) {
      threshold = readWhole(prune.As<Napi::Array>().Get(index), "prune", 0, kMaxSafeInteger);
    }
    options.prune[index] = threshold;
  }
  const NgramModelOrigin origin = readOrigin(given);
  options.tokenizer = origin.tokenizer;
  options.structure = origin.structure;
  options.interpolateUnigrams = given.Get("interpolateUnigrams").ToBoolean();
  options.memoryBytes = static_cast<size_t>(readWhole(given.Get("memoryBytes"), "memoryBytes", 0, kMaxSafeInteger));
  options.temporaryFolder = readPath(given.Get("temporaryFolder"), "temporaryFolder");
  options.outputFile = readPath(given.Get("outputFile"), "outputFile");
  if (!given.Get("arpaFile").IsUndefined()) options.arpaFile = readPath(given.Get("arpaFile"), "arpaFile");
  return options;
}

ArpaImportOptions readImportOptions(const Napi::Value& value) {
  const Napi::Object given = requireObject(value);
  ArpaImportOptions options;
  options.arpaFile = readPath(given.Get("arpaFile"), "arpaFile");
  options.outputFile = readPath(given.Get("outputFile"), "outputFile");
  options.temporaryFolder = readPath(given.Get("temporaryFolder"), "temporaryFolder");
  options.memoryBytes = static_cast<size_t>(readWhole(given.Get("memoryBytes"), "memoryBytes", 0, kMaxSafeInteger));
  options.origin = readOrigin(given);
  return options;
}

Napi::Error toJavaScriptError(Napi::Env env, const NgramError& error) {
  Napi::Error result = Napi::Error::New(env, error.what());
  result.Set("code", Napi::String::New(env, error.code()));
  return result;
}

}  // namespace codeshell
