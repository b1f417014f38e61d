#include <napi.h>

#include "base/addon/thread-priority.h"
#include "classifier/addon/classifier.h"
#include "duplicates/addon/near-duplicates.h"
#include "ngram/addon/models.h"
#include "text/addon/measurements.h"
#include "tuning/addon/tuning.h"

namespace {

Napi::Object initialize(Napi::Env env, Napi::Object exports) {
  codeshell::exportClassifier(env, exports);
  codeshell::exportMeasurements(env, exports);
  codeshell::exportNearDuplicates(env, exports);
  codeshell::exportNgramModels(env, exports);
  codeshell::exportThreadPriority(env, exports);
  codeshell::exportTuning(env, exports);
  return exports;
}

}  // namespace

// Outside every namespace: it defines the function that Node looks up by name.
NODE_API_MODULE(codeshell_native, initialize)
