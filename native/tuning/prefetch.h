#pragma once

#if defined(_MSC_VER) && !defined(__clang__)
#include <intrin.h>
#endif

namespace codeshell {

/// Asks for the line of the cache at this address, which will be read soon.
inline void prefetch(const void* address) {
#if defined(_MSC_VER) && !defined(__clang__) && defined(_M_X64)
  _mm_prefetch(static_cast<const char*>(address), _MM_HINT_T0);
#elif !defined(_MSC_VER) || defined(__clang__)
  __builtin_prefetch(address);
#else
  __prefetch(address);
#endif
}

}  // namespace codeshell
