#include "measure-text-worker.h"

#include <atomic>
#include <memory>
#include <utility>

#include "document-batch.h"
#include "measure-text.h"

namespace codeshell {
namespace {

using CancelFlag = std::shared_ptr<std::atomic<bool>>;

class MeasureTextWorker : public Napi::AsyncWorker {
 public:
  MeasureTextWorker(Napi::Env env, DocumentBatch batch, CancelFlag cancelled)
      : Napi::AsyncWorker(env, "codeshell.measureText"),
        deferred_(Napi::Promise::Deferred::New(env)),
        batch_(std::move(batch)),
        cancelled_(std::move(cancelled)) {
    auto rows = Napi::Float64Array::New(env, batch_.documentCount() * kMeasureColumnCount);
    rows_ = Napi::Persistent(rows);
    row_ = rows.Data();
  }

  Napi::Promise result() const { return deferred_.Promise(); }

 private:
  void Execute() override {
    const MeasureText measure = fastestMeasureTextKernel().measure;
    const std::vector<size_t>& offsets = batch_.offsets;
    for (size_t document = 0; document < batch_.documentCount(); document++) {
      if (cancelled_->load(std::memory_order_relaxed)) {
        stopped_ = true;
        return;
      }
      const size_t start = offsets[document];
      writeMeasureRow(measure(batch_.data + start, offsets[document + 1] - start),
                      row_ + document * kMeasureColumnCount);
    }
  }

  void OnOK() override {
    if (stopped_) {
      deferred_.Resolve(Env().Null());
    } else {
      deferred_.Resolve(rows_.Value());
    }
  }

  void OnError(const Napi::Error& error) override { deferred_.Reject(error.Value()); }

  Napi::Promise::Deferred deferred_;
  DocumentBatch batch_;
  CancelFlag cancelled_;
  Napi::Reference<Napi::Float64Array> rows_;
  double* row_ = nullptr;
  bool stopped_ = false;
};

}  // namespace

Napi::Value startMeasureText(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  auto cancelled = std::make_shared<std::atomic<bool>>(false);
  // The worker deletes itself once its result has settled.
  auto* worker = new MeasureTextWorker(env, readDocumentBatch(info[0], info[1]), cancelled);
  Napi::Object handle = Napi::Object::New(env);
  handle.Set("result", worker->result());
  handle.Set("cancel", Napi::Function::New(
                           env, [cancelled](const Napi::CallbackInfo&) { cancelled->store(true); }, "cancel"));
  worker->Queue();
  return handle;
}

}  // namespace codeshell
