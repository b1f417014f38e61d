#include "tuning/group-order.h"

#include "base/addon/addon-call.h"
#include "base/addon/arguments.h"
#include "tuning/addon/arguments.h"
#include "tuning/addon/tuning.h"

namespace codeshell {

/// `groupOrder(order, groups, groupCount)` gives `{ order, starts }`; the first has room for documents that are left
/// out, behind the last group.
Napi::Value callGroupOrder(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  const auto order = viewUint32Array(info[0], "order");
  const auto groups = viewUint16Array(info[1], "groups");
  const size_t groupCount = readWhole(info[2], "groupCount", 0, UINT16_MAX);
  auto target = Napi::Uint32Array::New(env, order.length);
  const std::vector<uint32_t> starts = withRangeErrors(env, [&] {
    return groupOrder(order.data, order.length, {groups.data, groups.length, groupCount}, target.Data());
  });
  Napi::Object result = Napi::Object::New(env);
  result.Set("order", target);
  result.Set("starts", Napi::Value(env, makeTypedArray(env, starts)));
  return result;
}

}  // namespace codeshell
