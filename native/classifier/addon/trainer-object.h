#pragma once

#include <napi.h>

namespace codeshell {

/// `createClassifierTrainer(options)`; its calls come in the order `startAdd(bytes, offsets, labels, signals)` for each
/// batch, `startPrepare()`, `startTrain(count)` until its result (documents done, documents of all epochs, loss) says
/// that all is done, `startSave(file)`.
Napi::Value createClassifierTrainer(const Napi::CallbackInfo& info);

}  // namespace codeshell
