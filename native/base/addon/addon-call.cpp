#include "base/addon/addon-call.h"

#include <cstring>
#include <memory>
#include <new>
#include <string>
#include <utility>

#include "base/files/file-error.h"
#include "base/kernel-error.h"

namespace codeshell {
namespace {

class AddonWorker : public Napi::AsyncWorker {
 public:
  AddonWorker(Napi::Env env, const char* name, AddonCall call, std::shared_ptr<CancelSwitch> cancelled)
      : Napi::AsyncWorker(env, name), call_(std::move(call)), cancelled_(std::move(cancelled)) {}

  /// The promise of the result. Before the work is queued: a worker that is queued must not be destroyed.
  Napi::Value createPromise() {
    napi_value promise = nullptr;
    const napi_status status = napi_create_promise(Env(), &deferred_, &promise);
    NAPI_THROW_IF_FAILED(Env(), status, Napi::Value());
    return Napi::Value(Env(), promise);
  }

 private:
  void Execute() override {
    try {
      call_.execute(*cancelled_);
    } catch (const Cancelled&) {
      stopped_ = true;
    } catch (const KernelError& error) {
      fail(error.code(), error.what());
    } catch (const FileError& error) {
      fail(call_.codes.file, error.what());
    } catch (const std::bad_alloc&) {
      fail(call_.codes.memory, "There is not enough memory.");
    }
  }

  void fail(const char* code, const char* message) {
    code_ = code;
    message_ = message;
  }

  /// Runs even while the environment shuts down, when nothing can be settled any more. Nobody waits then, so a failure
  /// is ignored.
  void OnOK() override {
    napi_value value = nullptr;
    if (code_ != nullptr) {
      reject();
      return;
    }
    if (stopped_) {
      napi_get_null(Env(), &value);
    } else {
      value = call_.makeResult(Env());
    }
    if (value != nullptr) napi_resolve_deferred(Env(), deferred_, value);
  }

  /// Not by SetError and OnError: napi.h makes an exception for those, and ends the process where it cannot.
  void reject() {
    napi_value code = nullptr;
    napi_value message = nullptr;
    napi_value error = nullptr;
    if (napi_create_string_utf8(Env(), code_, NAPI_AUTO_LENGTH, &code) != napi_ok) return;
    if (napi_create_string_utf8(Env(), message_.data(), message_.size(), &message) != napi_ok) return;
    if (napi_create_error(Env(), code, message, &error) != napi_ok) return;
    napi_reject_deferred(Env(), deferred_, error);
  }

  napi_deferred deferred_ = nullptr;
  AddonCall call_;
  std::shared_ptr<CancelSwitch> cancelled_;
  /// Null unless the task failed.
  const char* code_ = nullptr;
  std::string message_;
  bool stopped_ = false;
};

template <typename Element>
napi_value copyToTypedArray(napi_env env, napi_typedarray_type type, const std::vector<Element>& values) {
  void* data = nullptr;
  napi_value buffer = nullptr;
  napi_value array = nullptr;
  const size_t size = values.size() * sizeof(Element);
  if (napi_create_arraybuffer(env, size, &data, &buffer) != napi_ok) return nullptr;
  if (size > 0) std::memcpy(data, values.data(), size);
  if (napi_create_typedarray(env, type, values.size(), buffer, 0, &array) != napi_ok) return nullptr;
  return array;
}

}  // namespace

Napi::Object startAddonCall(Napi::Env env, const char* name, AddonCall call) {
  auto cancelled = std::make_shared<CancelSwitch>(false);
  auto worker = std::make_unique<AddonWorker>(env, name, std::move(call), cancelled);
  const auto cancel = [cancelled](const Napi::CallbackInfo&) { cancelled->store(true, std::memory_order_relaxed); };
  Napi::Object handle = Napi::Object::New(env);
  handle.Set("cancel", Napi::Function::New(env, cancel, "cancel"));
  handle.Set("result", worker->createPromise());
  // All that can fail, as it does at the end of the environment, came before.
  worker->Queue();
  // From here on the worker deletes itself, once its result has settled.
  worker.release();
  return handle;
}

napi_value makeTypedArray(napi_env env, const std::vector<uint32_t>& values) {
  return copyToTypedArray(env, napi_uint32_array, values);
}

napi_value makeTypedArray(napi_env env, const std::vector<float>& values) {
  return copyToTypedArray(env, napi_float32_array, values);
}

napi_value makeTypedArray(napi_env env, const std::vector<double>& values) {
  return copyToTypedArray(env, napi_float64_array, values);
}

napi_value makeTypedArray(napi_env env, const std::vector<uint8_t>& values) {
  return copyToTypedArray(env, napi_uint8_array, values);
}

napi_value makeNumber(napi_env env, double number) {
  napi_value value = nullptr;
  return napi_create_double(env, number, &value) == napi_ok ? value : nullptr;
}

napi_value makeUndefined(napi_env env) {
  napi_value value = nullptr;
  napi_get_undefined(env, &value);
  return value;
}

napi_value makeObject(napi_env env, const std::vector<NamedValue>& properties) {
  napi_value object = nullptr;
  if (napi_create_object(env, &object) != napi_ok) return nullptr;
  for (const NamedValue& property : properties) {
    if (property.value == nullptr) return nullptr;
    if (napi_set_named_property(env, object, property.name, property.value) != napi_ok) return nullptr;
  }
  return object;
}

}  // namespace codeshell
