#include "tuning/sort-values.h"

#include <memory>

#include "base/addon/addon-call.h"
#include "tuning/addon/arguments.h"
#include "tuning/addon/tuning.h"

namespace codeshell {
namespace {

/// The code that Node's own errors have if memory runs out; no files are opened.
constexpr ResourceErrorCodes kErrors{"ERR_MEMORY_ALLOCATION_FAILED", "ERR_FILE"};

}  // namespace

/// `startSortValues(values)` gives `{ result, cancel }`, the result being all ids in order.
Napi::Value startSortValues(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  const auto values = viewFloat32Array(info[0], "values");
  // Keeps the values alive.
  const auto owner =
      std::make_shared<Napi::Reference<Napi::Float32Array>>(Napi::Persistent(info[0].As<Napi::Float32Array>()));
  const auto order = allocateOutput<Napi::Uint32Array>(env, values.length);
  const auto execute = [values, owner, order](const CancelSwitch& cancelled) {
    sortValues(values.data, values.length, order->data, cancelled);
  };
  return startAddonCall(env, "codeshell.sortValues", {execute, returnOutput(order), kErrors});
}

}  // namespace codeshell
