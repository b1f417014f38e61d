#pragma once

#include <napi.h>

#include <vector>

namespace codeshell {

/// Each throws a TypeError or RangeError that names the argument.
float readPositive(const Napi::Value& value, const char* name);
void requireLength(Napi::Env env, const char* name, size_t length, size_t expected);
/// A copy of a Float64Array of `signalCount` numbers for each document; nothing is read if there are no signals.
std::vector<double> copySignals(const Napi::Value& value, size_t documentCount, uint32_t signalCount);

}  // namespace codeshell
