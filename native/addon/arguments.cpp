#include "arguments.h"

#include <cmath>
#include <string>

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

MinHashOptions readMinHashOptions(const Napi::CallbackInfo& info, size_t first) {
  MinHashOptions options;
  const std::string tokens = info[first].IsString() ? info[first].As<Napi::String>().Utf8Value() : "";
  if (tokens != "bigcode" && tokens != "words") {
    throw Napi::RangeError::New(info.Env(),
                                "tokens is " + info[first].ToString().Utf8Value() + "; it is \"bigcode\" or \"words\"");
  }
  options.tokens = tokens == "words" ? TokenKind::kWords : TokenKind::kBigCode;
  options.shingleLength = static_cast<uint32_t>(readWhole(info[first + 1], "shingleLength", 1, kMaxShingleLength));
  options.permutations = static_cast<uint32_t>(readWhole(info[first + 2], "permutations", 1, kMaxPermutations));
  options.seed = static_cast<uint32_t>(readWhole(info[first + 3], "seed", 0, UINT32_MAX));
  return options;
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

std::vector<uint8_t> copyUint8Array(const Napi::Value& value, const char* name) {
  if (!value.IsTypedArray() || value.As<Napi::TypedArray>().TypedArrayType() != napi_uint8_array) {
    throw Napi::TypeError::New(value.Env(), std::string(name) + " must be a Uint8Array");
  }
  const auto array = value.As<Napi::Uint8Array>();
  return {array.Data(), array.Data() + array.ElementLength()};
}

std::vector<double> copyRanks(const Napi::Value& value) {
  if (value.IsUndefined() || value.IsNull()) return {};
  if (!value.IsTypedArray() || value.As<Napi::TypedArray>().TypedArrayType() != napi_float64_array) {
    throw Napi::TypeError::New(value.Env(), "ranks must be a Float64Array");
  }
  const auto array = value.As<Napi::Float64Array>();
  std::vector<double> ranks(array.Data(), array.Data() + array.ElementLength());
  for (size_t index = 0; index < ranks.size(); index++) {
    if (!std::isnan(ranks[index])) continue;
    throw Napi::RangeError::New(value.Env(), "ranks[" + std::to_string(index) + "] is NaN");
  }
  return ranks;
}

}  // namespace codeshell
