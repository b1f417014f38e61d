#include "classifier/addon/arguments.h"

#include <cmath>
#include <string>

namespace codeshell {

float readPositive(const Napi::Value& value, const char* name) {
  const double number = value.IsNumber() ? value.As<Napi::Number>().DoubleValue() : std::nan("");
  if (number > 0 && number <= 1000) return static_cast<float>(number);
  throw Napi::RangeError::New(value.Env(), std::string(name) + " is " + value.ToString().Utf8Value() +
                                               "; it is a number above 0 and up to 1000");
}

void requireLength(Napi::Env env, const char* name, size_t length, size_t expected) {
  if (length == expected) return;
  throw Napi::RangeError::New(
      env, std::string(name) + " has " + std::to_string(length) + " numbers instead of " + std::to_string(expected));
}

std::vector<double> copySignals(const Napi::Value& value, size_t documentCount, uint32_t signalCount) {
  const Napi::Env env = value.Env();
  if (signalCount == 0) {
    if (value.IsUndefined()) return {};
    throw Napi::TypeError::New(env, "signals must be undefined, because the classifier has none");
  }
  if (!value.IsTypedArray() || value.As<Napi::TypedArray>().TypedArrayType() != napi_float64_array) {
    throw Napi::TypeError::New(
        env, "signals must be a Float64Array of " + std::to_string(signalCount) + " numbers for each document");
  }
  const auto array = value.As<Napi::Float64Array>();
  requireLength(env, "signals", array.ElementLength(), documentCount * signalCount);
  return {array.Data(), array.Data() + array.ElementLength()};
}

}  // namespace codeshell
