#include "measure-code-worker.h"

#include <atomic>
#include <memory>
#include <new>
#include <string>
#include <utility>

#include "code-statistics.h"
#include "document-batch.h"

namespace codeshell {
namespace {

using CancelFlag = std::shared_ptr<std::atomic<bool>>;

void refuseLargeDocuments(Napi::Env env, const DocumentBatch& batch) {
  for (size_t document = 0; document < batch.documentCount(); document++) {
    const size_t sizeBytes = batch.offsets[document + 1] - batch.offsets[document];
    if (sizeBytes <= kMaxDocumentBytes) continue;
    throw Napi::RangeError::New(env, "document " + std::to_string(document) + " has " + std::to_string(sizeBytes) +
                                         " bytes; measureCode takes documents of at most " +
                                         std::to_string(kMaxDocumentBytes));
  }
}

class MeasureCodeWorker : public Napi::AsyncWorker {
 public:
  MeasureCodeWorker(Napi::Env env, DocumentBatch batch, CancelFlag cancelled)
      : Napi::AsyncWorker(env, "codeshell.measureCode"), batch_(std::move(batch)), cancelled_(std::move(cancelled)) {
    auto rows = Napi::Float64Array::New(env, batch_.documentCount() * kCodeColumnCount);
    rows_ = Napi::Persistent(rows);
    row_ = rows.Data();
  }

  /// Starts the work and hands this worker over to it.
  Napi::Value start() {
    napi_value promise = nullptr;
    const napi_status status = napi_create_promise(Env(), &deferred_, &promise);
    NAPI_THROW_IF_FAILED(Env(), status, Napi::Value());
    Queue();
    return Napi::Value(Env(), promise);
  }

 private:
  void Execute() override {
    CodeStatistics statistics(fastestCodeStatisticsKernel().classify);
    const std::vector<size_t>& offsets = batch_.offsets;
    for (size_t document = 0; document < batch_.documentCount(); document++) {
      if (cancelled_->load(std::memory_order_relaxed)) {
        stopped_ = true;
        return;
      }
      const size_t start = offsets[document];
      const size_t sizeBytes = offsets[document + 1] - start;
      try {
        statistics.measure(batch_.data + start, sizeBytes, row_ + document * kCodeColumnCount);
      } catch (const std::bad_alloc&) {
        SetError("There is not enough memory to measure document " + std::to_string(document) + " of " +
                 std::to_string(sizeBytes) + " bytes");
        return;
      }
    }
  }

  /// Runs even while the environment shuts down, when nothing can be settled any more. Nobody waits then, so a failure
  /// is ignored; Napi::Promise::Deferred would throw here and end the process.
  void OnOK() override {
    napi_value value = nullptr;
    if (stopped_) {
      napi_get_null(Env(), &value);
    } else {
      napi_get_reference_value(Env(), rows_, &value);
    }
    napi_resolve_deferred(Env(), deferred_, value);
  }

  /// As `OnOK`.
  void OnError(const Napi::Error& error) override { napi_reject_deferred(Env(), deferred_, error.Value()); }

  napi_deferred deferred_ = nullptr;
  DocumentBatch batch_;
  CancelFlag cancelled_;
  Napi::Reference<Napi::Float64Array> rows_;
  double* row_ = nullptr;
  bool stopped_ = false;
};

}  // namespace

Napi::Value startMeasureCode(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  auto cancelled = std::make_shared<std::atomic<bool>>(false);
  DocumentBatch batch = readDocumentBatch(info[0], info[1]);
  refuseLargeDocuments(env, batch);
  auto worker = std::make_unique<MeasureCodeWorker>(env, std::move(batch), cancelled);
  const auto cancel = [cancelled](const Napi::CallbackInfo&) { cancelled->store(true, std::memory_order_relaxed); };
  Napi::Object handle = Napi::Object::New(env);
  handle.Set("cancel", Napi::Function::New(env, cancel, "cancel"));
  handle.Set("result", worker->start());
  // From here on the worker deletes itself, once its result has settled.
  worker.release();
  return handle;
}

}  // namespace codeshell
