#include <napi.h>

#include "classifier.h"
#include "code-statistics-blocks.h"
#include "measure-code-worker.h"
#include "measure-text-worker.h"
#include "measure-text.h"
#include "near-duplicates.h"
#include "ngram-models.h"

namespace {

Napi::Object initialize(Napi::Env env, Napi::Object exports) {
  codeshell::exportClassifier(env, exports);
  exports.Set("startMeasureCode", Napi::Function::New(env, codeshell::startMeasureCode, "startMeasureCode"));
  exports.Set("measureCodeKernel", codeshell::fastestCodeStatisticsKernel().name);
  exports.Set("startMeasureText", Napi::Function::New(env, codeshell::startMeasureText, "startMeasureText"));
  exports.Set("measureTextKernel", codeshell::fastestMeasureTextKernel().name);
  codeshell::exportNearDuplicates(env, exports);
  codeshell::exportNgramModels(env, exports);
  return exports;
}

}  // namespace

// Outside every namespace: it defines the function that Node looks up by name.
NODE_API_MODULE(codeshell_native, initialize)
