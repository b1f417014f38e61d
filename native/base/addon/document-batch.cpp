#include "base/addon/document-batch.h"

#include <cmath>
#include <string>

namespace codeshell {
namespace {

bool isWhole(double value) { return std::isfinite(value) && std::trunc(value) == value; }

/// Says what is wrong with an offset that is not a whole number from `previous` to `sizeBytes`.
std::string describeFault(Napi::Env env, size_t index, double value, double previous, size_t sizeBytes) {
  const auto print = [env](double number) { return Napi::Number::New(env, number).ToString().Utf8Value(); };
  const std::string offset = "offsets[" + std::to_string(index) + "] is " + print(value);
  if (!isWhole(value)) return offset + "; an offset is a whole number of bytes";
  if (value < previous) return offset + ", below " + print(previous) + " before it; offsets must ascend from 0 or more";
  return offset + ", past the end of the " + std::to_string(sizeBytes) + " bytes";
}

template <typename Number>
std::vector<size_t> copyOffsets(Napi::Env env, const Number* values, size_t count, size_t sizeBytes) {
  std::vector<size_t> offsets(count);
  double previous = 0;
  for (size_t index = 0; index < count; index++) {
    const double value = static_cast<double>(values[index]);
    if (!isWhole(value) || value < previous || value > static_cast<double>(sizeBytes)) {
      throw Napi::RangeError::New(env, describeFault(env, index, value, previous, sizeBytes));
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
