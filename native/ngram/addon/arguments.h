#pragma once

#include <napi.h>

#include <filesystem>

#include "ngram/arpa/arpa.h"
#include "ngram/error.h"
#include "ngram/training/trainer.h"

namespace codeshell {

/// The options of native/ngram/ngram.ts, all of them given. Throws a JavaScript TypeError or RangeError that names a
/// wrong one.
NgramTrainingOptions readTrainingOptions(const Napi::Value& value);
ArpaImportOptions readImportOptions(const Napi::Value& value);

/// A file name; throws a JavaScript TypeError that names it otherwise.
std::filesystem::path readPath(const Napi::Value& value, const char* name);

/// The error as JavaScript sees it, with its code.
Napi::Error toJavaScriptError(Napi::Env env, const NgramError& error);

}  // namespace codeshell
