#include "tuning/addon/arguments.h"

namespace codeshell {
namespace {

template <typename Element>
ArrayView<Element> view(const Napi::Value& value, const std::string& name, napi_typedarray_type type,
                        const char* typeName) {
  if (!value.IsTypedArray() || value.As<Napi::TypedArray>().TypedArrayType() != type) {
    throw Napi::TypeError::New(value.Env(), name + " must be a " + typeName);
  }
  const auto array = value.As<Napi::TypedArrayOf<Element>>();
  return {array.Data(), array.ElementLength()};
}

}  // namespace

ArrayView<double> viewFloat64Array(const Napi::Value& value, const std::string& name) {
  return view<double>(value, name, napi_float64_array, "Float64Array");
}

ArrayView<float> viewFloat32Array(const Napi::Value& value, const std::string& name) {
  return view<float>(value, name, napi_float32_array, "Float32Array");
}

ArrayView<uint32_t> viewUint32Array(const Napi::Value& value, const std::string& name) {
  return view<uint32_t>(value, name, napi_uint32_array, "Uint32Array");
}

ArrayView<uint16_t> viewUint16Array(const Napi::Value& value, const std::string& name) {
  return view<uint16_t>(value, name, napi_uint16_array, "Uint16Array");
}

}  // namespace codeshell
