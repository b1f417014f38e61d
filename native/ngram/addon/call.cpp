#include "ngram/addon/call.h"

#include <atomic>
#include <memory>
#include <utility>

#include "ngram/error.h"

namespace codeshell {
namespace {

/// What both threads see of a call.
struct SharedProgress {
  /// A string literal.
  std::atomic<const char*> stage{nullptr};
  std::atomic<double> fraction{0};
};

}  // namespace

Napi::Object startNgramCall(Napi::Env env, const char* name, NgramCall call) {
  const auto progress = std::make_shared<SharedProgress>();
  const auto execute = [progress, run = std::move(call.execute),
                        threadCount = call.threadCount](const CancelSwitch& cancelled) {
    NgramTask task;
    task.cancelled = &cancelled;
    task.threadCount = threadCount;
    task.onProgress = [&progress](const char* stage, double fraction) {
      progress->fraction.store(fraction, std::memory_order_relaxed);
      progress->stage.store(stage, std::memory_order_relaxed);
    };
    run(task);
  };
  const auto readProgress = [progress](const Napi::CallbackInfo& info) -> Napi::Value {
    const char* const stage = progress->stage.load(std::memory_order_relaxed);
    if (stage == nullptr) return info.Env().Undefined();
    Napi::Array pair = Napi::Array::New(info.Env(), 2);
    pair.Set(0u, stage);
    pair.Set(1u, progress->fraction.load(std::memory_order_relaxed));
    return pair;
  };
  Napi::Object handle = startAddonCall(env, name, {execute, std::move(call.makeResult), kNgramResourceErrors});
  handle.Set("readProgress", Napi::Function::New(env, readProgress, "readProgress"));
  return handle;
}

}  // namespace codeshell
