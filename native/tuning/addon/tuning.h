#pragma once

#include <napi.h>

namespace codeshell {

/// `createCrossfilter`, `groupOrder` and `startSortValues`; native/tuning/ says what they take.
void exportTuning(Napi::Env env, Napi::Object exports);

Napi::Value createCrossfilter(const Napi::CallbackInfo& info);
Napi::Value callGroupOrder(const Napi::CallbackInfo& info);
Napi::Value startSortValues(const Napi::CallbackInfo& info);

}  // namespace codeshell
