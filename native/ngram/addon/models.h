#pragma once

#include <napi.h>

namespace codeshell {

/// Adds `createNgramTrainer`, `openNgramModel` and `startImportArpa` to the addon's exports. Their types are declared
/// in native/ngram/ngram.ts and native/ngram/ngram-training.ts.
void exportNgramModels(Napi::Env env, Napi::Object exports);

}  // namespace codeshell
