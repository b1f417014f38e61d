#pragma once

#include <napi.h>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace codeshell {

/// Documents in one JavaScript `Uint8Array`: document i is the bytes from `offsets[i]` to `offsets[i + 1]`.
///
/// Made and destroyed on the JavaScript thread; `data` and `offsets` may be read on any thread in between. It keeps the
/// array alive, and a copy of the offsets, so that a later change of them cannot lead a worker outside the bytes.
struct DocumentBatch {
  Napi::Reference<Napi::Uint8Array> owner;
  const uint8_t* data;
  std::vector<size_t> offsets;

  size_t documentCount() const { return offsets.size() - 1; }
};

/// Throws a JavaScript TypeError for values of another type, and a RangeError that names the first offset that does not
/// ascend or lies outside the bytes.
DocumentBatch readDocumentBatch(const Napi::Value& bytes, const Napi::Value& offsets);

}  // namespace codeshell
