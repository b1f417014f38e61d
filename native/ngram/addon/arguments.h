#pragma once

#include <napi.h>

#include "base/addon/arguments.h"
#include "ngram/arpa/arpa.h"
#include "ngram/error.h"
#include "ngram/training/trainer.h"

namespace codeshell {

/// The options of native/ngram/ngram.ts, all of them given. Throws a JavaScript TypeError or RangeError that names a
/// wrong one.
NgramTrainingOptions readTrainingOptions(const Napi::Value& value);
ArpaImportOptions readImportOptions(const Napi::Value& value);

/// The error as JavaScript sees it, with its code.
Napi::Error toJavaScriptError(Napi::Env env, const NgramError& error);

}  // namespace codeshell
