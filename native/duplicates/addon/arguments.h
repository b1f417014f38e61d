#pragma once

#include <napi.h>

#include <vector>

#include "duplicates/minhash/options.h"

namespace codeshell {

/// `tokens`, `shingleLength`, `permutations` and `seed`, starting at argument `first`.
MinHashOptions readMinHashOptions(const Napi::CallbackInfo& info, size_t first);

/// A copy. Undefined and null become an empty vector; NaN throws a RangeError, another type a TypeError.
std::vector<double> copyRanks(const Napi::Value& value);

}  // namespace codeshell
