#pragma once

#include <napi.h>

namespace codeshell {

/// Sets `createClassifierTrainer` and `createClassifier`, which `native/classifier/classifier.ts` types.
void exportClassifier(Napi::Env env, Napi::Object exports);

}  // namespace codeshell
