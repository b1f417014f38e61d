#include "text/addon/measurements.h"

#include <memory>
#include <new>
#include <string>

#include "base/addon/addon-call.h"
#include "base/addon/arguments.h"
#include "base/kernel-error.h"
#include "text/data-juicer/repetition.h"
#include "text/gopher/repetition.h"
#include "text/measures/measure-text.h"
#include "text/statistics/code-statistics.h"

namespace codeshell {
namespace {

/// The code that Node's own errors have if memory runs out.
constexpr const char* kMemoryError = "ERR_MEMORY_ALLOCATION_FAILED";
/// The kernels open no files.
constexpr ResourceErrorCodes kResourceErrors{kMemoryError, "ERR_FILE"};

using Batch = std::shared_ptr<DocumentBatch>;

/// A call that fills a row of `columnCount` numbers for each document. `makeMeasure()` runs on the call's thread and
/// gives `measure(data, sizeBytes, row)`.
template <typename MakeMeasure>
Napi::Value startMeasurement(Napi::Env env, const char* name, const Batch& batch, size_t columnCount,
                             MakeMeasure makeMeasure) {
  const auto rows = allocateOutput<Napi::Float64Array>(env, batch->documentCount() * columnCount);
  const auto execute = [batch, rows, columnCount, makeMeasure](const CancelSwitch& cancelled) {
    auto measure = makeMeasure();
    for (size_t document = 0; document < batch->documentCount(); document++) {
      throwIfCancelled(cancelled);
      const size_t start = batch->offsets[document];
      const size_t sizeBytes = batch->offsets[document + 1] - start;
      try {
        measure(batch->data + start, sizeBytes, rows->data + document * columnCount);
      } catch (const std::bad_alloc&) {
        throw KernelError(kMemoryError, "There is not enough memory to measure document " + std::to_string(document) +
                                            " of " + std::to_string(sizeBytes) + " bytes");
      }
    }
  };
  return startAddonCall(env, name, {execute, returnOutput(rows), kResourceErrors});
}

Napi::Value startMeasureText(const Napi::CallbackInfo& info) {
  const auto makeMeasure = [] {
    return [measure = fastestMeasureTextKernel().measure](const uint8_t* data, size_t sizeBytes, double* row) {
      writeMeasureRow(measure(data, sizeBytes), row);
    };
  };
  return startMeasurement(info.Env(), "codeshell.measureText", shareDocumentBatch(info, 0), kMeasureColumnCount,
                          makeMeasure);
}

void refuseLargeDocuments(Napi::Env env, const DocumentBatch& batch, const char* name, size_t most) {
  for (size_t document = 0; document < batch.documentCount(); document++) {
    const size_t sizeBytes = batch.offsets[document + 1] - batch.offsets[document];
    if (sizeBytes <= most) continue;
    throw Napi::RangeError::New(env, "document " + std::to_string(document) + " has " + std::to_string(sizeBytes) +
                                         " bytes; " + name + " takes documents of at most " + std::to_string(most));
  }
}

Napi::Value startMeasureCode(const Napi::CallbackInfo& info) {
  const Batch batch = shareDocumentBatch(info, 0);
  refuseLargeDocuments(info.Env(), *batch, "measureCode", kMaxDocumentBytes);
  const auto makeMeasure = [] {
    auto statistics = std::make_unique<CodeStatistics>(fastestCodeStatisticsKernel().classify);
    return [statistics = std::move(statistics)](const uint8_t* data, size_t sizeBytes, double* row) {
      statistics->measure(data, sizeBytes, row);
    };
  };
  return startMeasurement(info.Env(), "codeshell.measureCode", batch, kCodeColumnCount, makeMeasure);
}

Napi::Value startMeasureGopherRepetition(const Napi::CallbackInfo& info) {
  const Batch batch = shareDocumentBatch(info, 0);
  refuseLargeDocuments(info.Env(), *batch, "measureGopherRepetition", kMaxGopherDocumentBytes);
  const auto makeMeasure = [] {
    auto repetition = std::make_unique<GopherRepetition>(fastestCodeStatisticsKernel().classify);
    return [repetition = std::move(repetition)](const uint8_t* data, size_t sizeBytes, double* row) {
      repetition->measure(data, sizeBytes, row);
    };
  };
  return startMeasurement(info.Env(), "codeshell.measureGopherRepetition", batch, kGopherColumnCount, makeMeasure);
}

Napi::Value startMeasureDataJuicerRepetition(const Napi::CallbackInfo& info) {
  const Batch batch = shareDocumentBatch(info, 0);
  refuseLargeDocuments(info.Env(), *batch, "measureDataJuicerRepetition", kMaxDataJuicerDocumentBytes);
  const auto length = static_cast<uint32_t>(readWhole(info[2], "length", 1, kMaxDataJuicerLength));
  const auto makeMeasure = [length] {
    auto repetition = std::make_unique<DataJuicerRepetition>(length);
    return [repetition = std::move(repetition)](const uint8_t* data, size_t sizeBytes, double* row) {
      repetition->measure(data, sizeBytes, row);
    };
  };
  return startMeasurement(info.Env(), "codeshell.measureDataJuicerRepetition", batch, kDataJuicerColumnCount,
                          makeMeasure);
}

}  // namespace

void exportMeasurements(Napi::Env env, Napi::Object exports) {
  exports.Set("measureTextKernel", fastestMeasureTextKernel().name);
  exports.Set("startMeasureText", Napi::Function::New(env, startMeasureText, "startMeasureText"));
  exports.Set("measureCodeKernel", fastestCodeStatisticsKernel().name);
  exports.Set("startMeasureCode", Napi::Function::New(env, startMeasureCode, "startMeasureCode"));
  exports.Set("startMeasureGopherRepetition",
              Napi::Function::New(env, startMeasureGopherRepetition, "startMeasureGopherRepetition"));
  exports.Set("startMeasureDataJuicerRepetition",
              Napi::Function::New(env, startMeasureDataJuicerRepetition, "startMeasureDataJuicerRepetition"));
}

}  // namespace codeshell
