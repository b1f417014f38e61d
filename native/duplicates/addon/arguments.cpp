#include "duplicates/addon/arguments.h"

#include <cmath>
#include <string>

#include "base/addon/arguments.h"

namespace codeshell {

namespace {

TokenKind readTokens(const Napi::Value& value) {
  const std::string name = value.IsString() ? value.As<Napi::String>().Utf8Value() : "";
  for (const TokenKind kind : {TokenKind::kWords, TokenKind::kBigCode, TokenKind::kBigCodeV2}) {
    if (name == tokensName(kind)) return kind;
  }
  throw Napi::RangeError::New(
      value.Env(), "tokens is " + value.ToString().Utf8Value() + "; it is \"words\", \"bigcode\" or \"bigcode-v2\"");
}

}  // namespace

MinHashOptions readMinHashOptions(const Napi::CallbackInfo& info, size_t first) {
  MinHashOptions options;
  options.tokens = readTokens(info[first]);
  options.shingleLength = static_cast<uint32_t>(readWhole(info[first + 1], "shingleLength", 1, kMaxShingleLength));
  options.permutations = static_cast<uint32_t>(readWhole(info[first + 2], "permutations", 1, kMaxPermutations));
  options.seed = static_cast<uint32_t>(readWhole(info[first + 3], "seed", 0, UINT32_MAX));
  return options;
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
