#pragma once

#include <napi.h>

namespace codeshell {

void exportThreadPriority(Napi::Env env, Napi::Object exports);

}  // namespace codeshell
