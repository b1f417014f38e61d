#pragma once

#include <napi.h>

namespace codeshell {

/// `startMeasureCode(bytes, offsets) -> { result, cancel }`: as `startMeasureText`, with rows of `kCodeColumnCount`
/// numbers. Throws a RangeError that names the first document of more than `kMaxDocumentBytes`. `result` is rejected if
/// the memory that a document takes cannot be had.
Napi::Value startMeasureCode(const Napi::CallbackInfo& info);

}  // namespace codeshell
