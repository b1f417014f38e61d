#pragma once

#include <napi.h>

#include <functional>

#include "base/addon/addon-call.h"
#include "ngram/task.h"

namespace codeshell {

/// An AddonCall that tells how far it is.
struct NgramCall {
  /// May throw KernelError, or Cancelled once the task is cancelled.
  std::function<void(const NgramTask&)> execute;
  /// As that of AddonCall.
  std::function<napi_value(napi_env)> makeResult;
  unsigned threadCount = 1;
};

/// As `startAddonCall`. The object it returns has `readProgress()`, too: `[stage, fraction]` or undefined.
Napi::Object startNgramCall(Napi::Env env, const char* name, NgramCall call);

}  // namespace codeshell
