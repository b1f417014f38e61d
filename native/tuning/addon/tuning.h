#pragma once

#include <napi.h>

namespace codeshell {

/// `createCrossfilter` and `groupOrder`; native/tuning/ says what they take.
void exportTuning(Napi::Env env, Napi::Object exports);

Napi::Value createCrossfilter(const Napi::CallbackInfo& info);
Napi::Value callGroupOrder(const Napi::CallbackInfo& info);

}  // namespace codeshell
