#include "ngram-call.h"

#include <atomic>
#include <exception>
#include <memory>
#include <new>
#include <string>
#include <utility>

#include "ngram-error.h"

namespace codeshell {
namespace {

/// What both threads see of a call.
struct CallState {
  std::atomic<bool> cancelled{false};
  /// A string literal.
  std::atomic<const char*> stage{nullptr};
  std::atomic<double> fraction{0};
};

class NgramWorker : public Napi::AsyncWorker {
 public:
  NgramWorker(Napi::Env env, const char* name, NgramCall call, std::shared_ptr<CallState> state)
      : Napi::AsyncWorker(env, name), call_(std::move(call)), state_(std::move(state)) {}

  /// The promise of the result. Before the work is queued: a worker that is queued must not be destroyed.
  Napi::Value createPromise() {
    napi_value promise = nullptr;
    const napi_status status = napi_create_promise(Env(), &deferred_, &promise);
    NAPI_THROW_IF_FAILED(Env(), status, Napi::Value());
    return Napi::Value(Env(), promise);
  }

 private:
  void Execute() override {
    NgramTask task;
    task.cancelled = &state_->cancelled;
    task.threadCount = call_.threadCount;
    task.onProgress = [this](const char* stage, double fraction) {
      state_->fraction.store(fraction, std::memory_order_relaxed);
      state_->stage.store(stage, std::memory_order_relaxed);
    };
    try {
      call_.execute(task);
    } catch (const NgramCancelled&) {
      stopped_ = true;
    } catch (const NgramError& error) {
      code_ = error.code();
      SetError(error.what());
    } catch (const std::bad_alloc&) {
      code_ = kNgramMemoryError;
      SetError("There is not enough memory.");
    }
  }

  /// Runs even while the environment shuts down, when nothing can be settled any more. Nobody waits then, so a failure
  /// is ignored.
  void OnOK() override {
    napi_value value = nullptr;
    if (stopped_) {
      napi_get_null(Env(), &value);
    } else {
      value = call_.makeResult(Env());
    }
    if (value != nullptr) napi_resolve_deferred(Env(), deferred_, value);
  }

  void OnError(const Napi::Error& error) override {
    napi_value code = nullptr;
    napi_value message = nullptr;
    napi_value result = nullptr;
    const std::string& text = error.Message();
    if (napi_create_string_utf8(Env(), code_, NAPI_AUTO_LENGTH, &code) != napi_ok) return;
    if (napi_create_string_utf8(Env(), text.data(), text.size(), &message) != napi_ok) return;
    if (napi_create_error(Env(), code, message, &result) != napi_ok) return;
    napi_reject_deferred(Env(), deferred_, result);
  }

  napi_deferred deferred_ = nullptr;
  NgramCall call_;
  std::shared_ptr<CallState> state_;
  const char* code_ = kNgramFileError;
  bool stopped_ = false;
};

}  // namespace

Napi::Object startNgramCall(Napi::Env env, const char* name, NgramCall call) {
  auto state = std::make_shared<CallState>();
  auto worker = std::make_unique<NgramWorker>(env, name, std::move(call), state);
  const auto cancel = [state](const Napi::CallbackInfo&) { state->cancelled.store(true, std::memory_order_relaxed); };
  const auto readProgress = [state](const Napi::CallbackInfo& info) -> Napi::Value {
    const char* const stage = state->stage.load(std::memory_order_relaxed);
    if (stage == nullptr) return info.Env().Undefined();
    Napi::Array progress = Napi::Array::New(info.Env(), 2);
    progress.Set(0u, stage);
    progress.Set(1u, state->fraction.load(std::memory_order_relaxed));
    return progress;
  };
  Napi::Object handle = Napi::Object::New(env);
  handle.Set("cancel", Napi::Function::New(env, cancel, "cancel"));
  handle.Set("readProgress", Napi::Function::New(env, readProgress, "readProgress"));
  handle.Set("result", worker->createPromise());
  // All that can fail, as it does at the end of the environment, came before.
  worker->Queue();
  // From here on the worker deletes itself, once its result has settled.
  worker.release();
  return handle;
}

}  // namespace codeshell
