#pragma once

#include <napi.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <vector>

#include "base/addon/document-batch.h"

namespace codeshell {

/// A whole number from `least` to `most`; throws a JavaScript RangeError that names it otherwise.
uint64_t readWhole(const Napi::Value& value, const char* name, uint64_t least, uint64_t most);

/// A name of a file or folder; throws a JavaScript TypeError that names the argument otherwise.
std::filesystem::path readPath(const Napi::Value& value, const char* name);

/// `bytes` and `offsets`, starting at argument `first`.
std::shared_ptr<DocumentBatch> shareDocumentBatch(const Napi::CallbackInfo& info, size_t first);

/// Copies. Throws a JavaScript TypeError for values of another type.
std::vector<uint32_t> copyUint32Array(const Napi::Value& value, const char* name);
std::vector<uint64_t> copyBigUint64Array(const Napi::Value& value, const char* name);
std::vector<uint8_t> copyUint8Array(const Napi::Value& value, const char* name);

}  // namespace codeshell
