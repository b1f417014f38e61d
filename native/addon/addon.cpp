#include <napi.h>

#include "measure-text-worker.h"
#include "measure-text.h"

namespace codeshell {
namespace {

Napi::Object initialize(Napi::Env env, Napi::Object exports) {
  exports.Set("startMeasureText", Napi::Function::New(env, startMeasureText, "startMeasureText"));
  exports.Set("measureTextKernel", fastestMeasureTextKernel().name);
  return exports;
}

NODE_API_MODULE(codeshell_native, initialize)

}  // namespace
}  // namespace codeshell
