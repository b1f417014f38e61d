#include "base/addon/arguments.h"

#include <cmath>
#include <string>

#include "base/files/file-path.h"

namespace codeshell {

uint64_t readWhole(const Napi::Value& value, const char* name, uint64_t least, uint64_t most) {
  const double number = value.IsNumber() ? value.As<Napi::Number>().DoubleValue() : std::nan("");
  if (std::trunc(number) == number && number >= static_cast<double>(least) && number <= static_cast<double>(most)) {
    return static_cast<uint64_t>(number);
  }
  throw Napi::RangeError::New(value.Env(), std::string(name) + " is " + value.ToString().Utf8Value() +
                                               "; it is a whole number from " + std::to_string(least) + " to " +
                                               std::to_string(most));
}

std::filesystem::path readPath(const Napi::Value& value, const char* name) {
  const std::string text = value.IsString() ? value.As<Napi::String>().Utf8Value() : "";
  // A NUL would cut the name.
  if (text.empty() || text.find('\0') != std::string::npos) {
    throw Napi::TypeError::New(value.Env(), std::string(name) + " must be a file name");
  }
  return pathOfUtf8(text);
}

std::shared_ptr<DocumentBatch> shareDocumentBatch(const Napi::CallbackInfo& info, size_t first) {
  return std::make_shared<DocumentBatch>(readDocumentBatch(info[first], info[first + 1]));
}

std::vector<uint32_t> copyUint32Array(const Napi::Value& value, const char* name) {
  if (!value.IsTypedArray() || value.As<Napi::TypedArray>().TypedArrayType() != napi_uint32_array) {
    throw Napi::TypeError::New(value.Env(), std::string(name) + " must be a Uint32Array");
  }
  const auto array = value.As<Napi::Uint32Array>();
  return {array.Data(), array.Data() + array.ElementLength()};
}

std::vector<uint64_t> copyBigUint64Array(const Napi::Value& value, const char* name) {
  if (!value.IsTypedArray() || value.As<Napi::TypedArray>().TypedArrayType() != napi_biguint64_array) {
    throw Napi::TypeError::New(value.Env(), std::string(name) + " must be a BigUint64Array");
  }
  const auto array = value.As<Napi::TypedArrayOf<uint64_t>>();
  return {array.Data(), array.Data() + array.ElementLength()};
}

std::vector<uint8_t> copyUint8Array(const Napi::Value& value, const char* name) {
  if (!value.IsTypedArray() || value.As<Napi::TypedArray>().TypedArrayType() != napi_uint8_array) {
    throw Napi::TypeError::New(value.Env(), std::string(name) + " must be a Uint8Array");
  }
  const auto array = value.As<Napi::Uint8Array>();
  return {array.Data(), array.Data() + array.ElementLength()};
}

}  // namespace codeshell
