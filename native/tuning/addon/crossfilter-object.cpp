#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/addon/addon-call.h"
#include "base/addon/arguments.h"
#include "tuning/addon/arguments.h"
#include "tuning/addon/tuning.h"
#include "tuning/crossfilter.h"

namespace codeshell {
namespace {

/// Used on the JavaScript thread alone.
struct OpenCrossfilter {
  std::unique_ptr<Crossfilter> crossfilter;

  Crossfilter& get(Napi::Env env) const {
    if (crossfilter == nullptr) throw Napi::Error::New(env, "the crossfilter is closed");
    return *crossfilter;
  }
};

size_t readSlot(const Napi::CallbackInfo& info) { return readWhole(info[0], "slot", 0, Crossfilter::kMostSlots); }

std::string nameAt(const char* array, uint32_t place) {
  return std::string(array).append("[").append(std::to_string(place)).append("]");
}

/// Four numbers for each segment.
std::vector<DropSegment> copySegments(const Napi::Value& value, const std::string& name) {
  const auto numbers = viewUint32Array(value, name);
  if (numbers.length % 4 != 0) {
    throw Napi::RangeError::New(value.Env(), name + " has " + std::to_string(numbers.length) +
                                                 " numbers; a segment has four: from, start, end, to");
  }
  std::vector<DropSegment> segments;
  segments.reserve(numbers.length / 4);
  for (const uint32_t* number = numbers.data; number != numbers.data + numbers.length; number += 4) {
    segments.push_back({number[0], number[1], number[2], number[3]});
  }
  return segments;
}

/// `setRules(before, orders, segments)`: for each rule its place in the present set or 2^32 - 1, its order, and its
/// segments.
void setRules(Crossfilter& crossfilter, const Napi::CallbackInfo& info) {
  const auto before = viewUint32Array(info[0], "before");
  std::vector<RuleInForce> rules;
  for (uint32_t place = 0; place < before.length; place++) {
    const auto order = viewUint32Array(info[1].As<Napi::Object>().Get(place), nameAt("orders", place));
    std::vector<DropSegment> segments = copySegments(info[2].As<Napi::Object>().Get(place), nameAt("segments", place));
    rules.push_back({before.data[place], {order.data, order.length, std::move(segments)}});
  }
  crossfilter.setRules(rules);
}

void append(std::vector<double>& numbers, const Amount& amount) {
  numbers.push_back(static_cast<double>(amount.documents));
  numbers.push_back(static_cast<double>(amount.bytes));
}

/// Six numbers for each rule, in the order in which `native/tuning/crossfilter.ts` reads them.
std::vector<double> listEffects(const Crossfilter& crossfilter) {
  std::vector<double> numbers;
  for (size_t rule = 0; rule < crossfilter.ruleCount(); rule++) {
    const RuleTotals& effect = crossfilter.effectOf(rule);
    append(numbers, effect.dropped);
    append(numbers, effect.alone);
    append(numbers, effect.first);
  }
  return numbers;
}

Napi::Object makeBins(Napi::Env env, const BinTotals& bins) {
  const std::vector<uint32_t> documents(bins.documents.begin(), bins.documents.end());
  const std::vector<double> bytes(bins.bytes.begin(), bins.bytes.end());
  return Napi::Object(
      env, makeObject(env, {{"documents", makeTypedArray(env, documents)}, {"bytes", makeTypedArray(env, bytes)}}));
}

Napi::Value follow(Crossfilter& crossfilter, const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  const auto values = viewFloat32Array(info[0], "values");
  const auto edges = viewFloat64Array(info[1], "edges");
  if (values.length != crossfilter.documentCount()) {
    throw Napi::RangeError::New(env, "values has " + std::to_string(values.length) + " numbers for " +
                                         std::to_string(crossfilter.documentCount()) + " documents");
  }
  const std::vector<double> copy(edges.data, edges.data + edges.length);
  const size_t slot = crossfilter.follow(values.data, copy, info[2].ToBoolean());
  return Napi::Number::New(env, static_cast<double>(slot));
}

}  // namespace

/// `createCrossfilter(sizes)`. All calls work before they return; `close` lets go of the memory at once.
Napi::Value createCrossfilter(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  const auto sizes = viewFloat64Array(info[0], "sizes");
  const auto open = std::make_shared<OpenCrossfilter>();
  withRangeErrors(env, [&] { open->crossfilter = std::make_unique<Crossfilter>(sizes.data, sizes.length); });
  Napi::Object object = Napi::Object::New(env);
  const auto add = [&](const char* name, auto call) {
    const auto onOpen = [open, call](const Napi::CallbackInfo& inner) {
      return withRangeErrors(inner.Env(), [&] { return call(open->get(inner.Env()), inner); });
    };
    object.Set(name, Napi::Function::New(env, onOpen, name));
  };
  object.Set("totalBytes", Napi::Number::New(env, static_cast<double>(open->crossfilter->totalBytes())));
  add("setRules", setRules);
  add("effects", [](Crossfilter& crossfilter, const Napi::CallbackInfo& inner) {
    return Napi::Value(inner.Env(), makeTypedArray(inner.Env(), listEffects(crossfilter)));
  });
  add("follow", follow);
  add("unfollow",
      [](Crossfilter& crossfilter, const Napi::CallbackInfo& inner) { crossfilter.unfollow(readSlot(inner)); });
  add("kept", [](Crossfilter& crossfilter, const Napi::CallbackInfo& inner) {
    return makeBins(inner.Env(), crossfilter.keptOf(readSlot(inner)));
  });
  add("whole", [](Crossfilter& crossfilter, const Napi::CallbackInfo& inner) {
    return makeBins(inner.Env(), crossfilter.wholeOf(readSlot(inner)));
  });
  const auto close = [open](const Napi::CallbackInfo&) { open->crossfilter.reset(); };
  object.Set("close", Napi::Function::New(env, close, "close"));
  return object;
}

void exportTuning(Napi::Env env, Napi::Object exports) {
  exports.Set("createCrossfilter", Napi::Function::New(env, createCrossfilter, "createCrossfilter"));
  exports.Set("groupOrder", Napi::Function::New(env, callGroupOrder, "groupOrder"));
  exports.Set("startSortValues", Napi::Function::New(env, startSortValues, "startSortValues"));
}

}  // namespace codeshell
