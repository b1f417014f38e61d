#pragma once

#include <napi.h>

#include <functional>

#include "ngram-task.h"

namespace codeshell {

/// Work for a thread of the pool.
struct NgramCall {
  /// Runs on that thread. May throw NgramError, or NgramCancelled once the task is cancelled.
  std::function<void(const NgramTask&)> execute;
  /// Makes the result, on the JavaScript thread; null if that fails, as it does while the environment ends. Only calls
  /// of the C interface: those of napi.h end the process then.
  std::function<napi_value(napi_env)> makeResult;
  unsigned threadCount = 1;
};

/// Starts the call and returns `{ result, cancel, readProgress }`. `result` is a promise of what `makeResult` makes, or
/// of `null` if `cancel()` stopped the work; it rejects with an Error whose `code` is that of the NgramError.
/// `readProgress()` gives `[stage, fraction]` or undefined. What the functions hold is destroyed on the JavaScript
/// thread.
Napi::Object startNgramCall(Napi::Env env, const char* name, NgramCall call);

}  // namespace codeshell
