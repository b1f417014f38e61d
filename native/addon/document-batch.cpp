#include "document-batch.h"

#include <cmath>
#include <string>

namespace codeshell {
namespace {

/// A whole number without a fraction, anything else as JavaScript would nearly print it.
std::string describe(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::trunc(value) == value && std::abs(value) < 1e15) return std::to_string(static_cast<int64_t>(value));
  return std::to_string(value);
}

template <typename Number>
std::vector<size_t> copyOffsets(Napi::Env env, const Number* values, size_t count, size_t sizeBytes) {
  std::vector<size_t> offsets(count);
  double previous = 0;
  for (size_t index = 0; index < count; index++) {
    const double value = static_cast<double>(values[index]);
    const std::string name = "offsets[" + std::to_string(index) + "]";
    if (std::trunc(value) != value || std::isinf(value)) {
      throw Napi::RangeError::New(env, name + " is " + describe(value) + "; an offset is a whole number of bytes");
    }
    if (value < previous) {
      throw Napi::RangeError::New(env, name + " is " + describe(value) + ", below " + describe(previous) +
                                           " before it; offsets must ascend from 0 or more");
    }
    if (value > static_cast<double>(sizeBytes)) {
      throw Napi::RangeError::New(
          env, name + " is " + describe(value) + ", past the end of the " + std::to_string(sizeBytes) + " bytes");
    }
    offsets[index] = static_cast<size_t>(value);
    previous = value;
  }
  return offsets;
}

std::vector<size_t> readOffsets(const Napi::Value& value, size_t sizeBytes) {
  const Napi::Env env = value.Env();
  if (value.IsTypedArray()) {
    const auto array = value.As<Napi::TypedArray>();
    if (array.ElementLength() == 0) {
      throw Napi::RangeError::New(env, "offsets is empty; it needs the end of every document after a first offset");
    }
    if (array.TypedArrayType() == napi_uint32_array) {
      return copyOffsets(env, array.As<Napi::Uint32Array>().Data(), array.ElementLength(), sizeBytes);
    }
    if (array.TypedArrayType() == napi_float64_array) {
      return copyOffsets(env, array.As<Napi::Float64Array>().Data(), array.ElementLength(), sizeBytes);
    }
  }
  throw Napi::TypeError::New(env, "offsets must be a Uint32Array or a Float64Array");
}

}  // namespace

DocumentBatch readDocumentBatch(const Napi::Value& bytes, const Napi::Value& offsets) {
  const Napi::Env env = bytes.Env();
  if (!bytes.IsTypedArray() || bytes.As<Napi::TypedArray>().TypedArrayType() != napi_uint8_array) {
    throw Napi::TypeError::New(env, "bytes must be a Uint8Array");
  }
  auto array = bytes.As<Napi::Uint8Array>();
  std::vector<size_t> copy = readOffsets(offsets, array.ElementLength());
  return {Napi::Persistent(array), array.Data(), std::move(copy)};
}

}  // namespace codeshell
