#pragma once

#if defined(_MSC_VER) && !defined(__clang__) && defined(_M_X64)
#include <xmmintrin.h>
#endif

/// Internal linkage, for the reason given in text/utf8-character.h.
namespace codeshell {
namespace {

/// Has the memory fetch the line of `address` while other work goes on; nothing where there is no instruction for it.
inline void prefetch(const void* address) {
#if defined(__GNUC__)
  __builtin_prefetch(address);
#elif defined(_MSC_VER) && defined(_M_X64)
  _mm_prefetch(static_cast<const char*>(address), _MM_HINT_T0);
#else
  (void)address;
#endif
}

}  // namespace
}  // namespace codeshell
