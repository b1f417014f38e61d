#include "base/addon/thread-priority.h"

#include "base/thread-priority.h"

namespace codeshell {

void exportThreadPriority(Napi::Env env, Napi::Object exports) {
  const auto enter = [](const Napi::CallbackInfo& info) { return Napi::Boolean::New(info.Env(), enterBackground()); };
  exports.Set("enterBackground", Napi::Function::New(env, enter, "enterBackground"));
}

}  // namespace codeshell
