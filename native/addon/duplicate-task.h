#pragma once

#include <napi.h>

#include <cstddef>
#include <functional>
#include <vector>

#include "duplicate-error.h"

namespace codeshell {

/// Work for a thread of the pool.
struct DuplicateTask {
  /// Runs on that thread. May throw DuplicateError, or Cancelled once the switch is set.
  std::function<void(const CancelSwitch&)> execute;
  /// Makes the result, on the JavaScript thread; null if that fails, as it does while the environment ends. Only calls
  /// of the C interface: those of napi.h end the process then.
  std::function<napi_value(napi_env)> makeResult;
};

/// Starts the task and returns `{ result, cancel }`. `result` is a promise of what `makeResult` makes, or of `null` if
/// `cancel()` stopped the task; it rejects with an Error whose `code` is that of the DuplicateError. What the task's
/// functions hold is destroyed on the JavaScript thread.
Napi::Object startDuplicateTask(Napi::Env env, const char* name, DuplicateTask task);

/// A copy in a typed array; null if that fails.
napi_value makeTypedArray(napi_env env, const std::vector<uint32_t>& values);
napi_value makeTypedArray(napi_env env, const std::vector<float>& values);
napi_value makeTypedArray(napi_env env, const std::vector<double>& values);
napi_value makeTypedArray(napi_env env, const std::vector<uint8_t>& values);
napi_value makeUndefined(napi_env env);

struct NamedValue {
  const char* name;
  napi_value value;
};
/// Null if any value is null.
napi_value makeObject(napi_env env, const std::vector<NamedValue>& properties);

}  // namespace codeshell
