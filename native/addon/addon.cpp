#include <napi.h>

#include "classifier.h"
#include "measurements.h"
#include "near-duplicates.h"
#include "ngram-models.h"

namespace {

Napi::Object initialize(Napi::Env env, Napi::Object exports) {
  codeshell::exportClassifier(env, exports);
  codeshell::exportMeasurements(env, exports);
  codeshell::exportNearDuplicates(env, exports);
  codeshell::exportNgramModels(env, exports);
  return exports;
}

}  // namespace

// Outside every namespace: it defines the function that Node looks up by name.
NODE_API_MODULE(codeshell_native, initialize)
