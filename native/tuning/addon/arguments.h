#pragma once

#include <napi.h>

#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>

namespace codeshell {

/// The elements of a typed array as they are, for as long as the call lasts.
template <typename Element>
struct ArrayView {
  const Element* data;
  size_t length;
};

/// Each throws a TypeError that names the argument for values of another type.
ArrayView<double> viewFloat64Array(const Napi::Value& value, const std::string& name);
ArrayView<float> viewFloat32Array(const Napi::Value& value, const std::string& name);
ArrayView<uint32_t> viewUint32Array(const Napi::Value& value, const std::string& name);
ArrayView<uint16_t> viewUint16Array(const Napi::Value& value, const std::string& name);

/// Calls `work`; what it throws as std::out_of_range becomes a RangeError.
template <typename Work>
auto withRangeErrors(Napi::Env env, const Work& work) {
  try {
    return work();
  } catch (const std::out_of_range& error) {
    throw Napi::RangeError::New(env, error.what());
  }
}

}  // namespace codeshell
