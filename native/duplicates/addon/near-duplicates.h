#pragma once

#include <napi.h>

namespace codeshell {

/// Adds the functions of near-duplicates.cpp and index-object.cpp to the addon's exports.
/// Their types are declared in native/duplicates/near-duplicates.ts and duplicate-index.ts.
void exportNearDuplicates(Napi::Env env, Napi::Object exports);

/// `createDuplicateIndex(folder, tokens, shingleLength, permutations, seed, memoryBytes)`: an index that is not open
/// yet, as an object of functions. Every `start…` returns `{ result, cancel }`.
Napi::Value createDuplicateIndex(const Napi::CallbackInfo& info);

}  // namespace codeshell
