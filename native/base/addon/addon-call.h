#pragma once

#include <napi.h>

#include <functional>
#include <memory>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/cancel-switch.h"
#include "base/kernel-error.h"

namespace codeshell {

/// Work for a thread of the pool. What its functions hold is destroyed on the JavaScript thread.
struct AddonCall {
  /// Runs on that thread. May throw KernelError, FileError, or Cancelled once the switch is set.
  std::function<void(const CancelSwitch&)> execute;
  /// Makes the result, on the JavaScript thread; null if that fails, as it does while the environment ends. Only calls
  /// of the C interface: those of napi.h end the process then.
  std::function<napi_value(napi_env)> makeResult;
  ResourceErrorCodes codes;
};

/// Starts the call and returns `{ result, cancel }`. `result` is a promise of what `makeResult` makes, or of `null` if
/// `cancel()` stopped the work; it rejects with an Error whose `code` is that of the KernelError or
/// one of `codes`.
Napi::Object startAddonCall(Napi::Env env, const char* name, AddonCall call);

/// A result that is allocated before the call starts, so that nothing has to be copied.
template <typename Array>
struct OutputArray {
  Napi::Reference<Array> reference;
  decltype(std::declval<Array>().Data()) data;
};

template <typename Array>
std::shared_ptr<OutputArray<Array>> allocateOutput(Napi::Env env, size_t length) {
  auto array = Array::New(env, length);
  auto* data = array.Data();
  return std::make_shared<OutputArray<Array>>(OutputArray<Array>{Napi::Persistent(array), data});
}

/// A `makeResult` that gives the array.
template <typename Array>
std::function<napi_value(napi_env)> returnOutput(const std::shared_ptr<OutputArray<Array>>& output) {
  return [output](napi_env env) {
    napi_value value = nullptr;
    napi_get_reference_value(env, output->reference, &value);
    return value;
  };
}

/// A copy in a typed array; null if that fails.
napi_value makeTypedArray(napi_env env, const std::vector<uint32_t>& values);
napi_value makeTypedArray(napi_env env, const std::vector<float>& values);
napi_value makeTypedArray(napi_env env, const std::vector<double>& values);
napi_value makeTypedArray(napi_env env, const std::vector<uint8_t>& values);
napi_value makeNumber(napi_env env, double number);
napi_value makeUndefined(napi_env env);

struct NamedValue {
  const char* name;
  napi_value value;
};
/// Null if any value is null.
napi_value makeObject(napi_env env, const std::vector<NamedValue>& properties);

}  // namespace codeshell
