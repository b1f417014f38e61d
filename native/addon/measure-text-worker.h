#pragma once

#include <napi.h>

namespace codeshell {

/// `startMeasureText(bytes, offsets) -> { result, cancel }`: starts the measurement of a batch on a thread of the pool.
///
/// `result` is a promise of a Float64Array with one row of `kMeasureColumnCount` numbers per document, or of `null` if
/// `cancel()` stopped it, which it does before the next document. The bytes are not read any more once `result` has
/// settled.
Napi::Value startMeasureText(const Napi::CallbackInfo& info);

}  // namespace codeshell
