#pragma once

#include <cstdio>

namespace codeshell::test {

/// Checks that failed so far in this process; the exit status of the test binary.
inline int failureCount = 0;

template <typename Actual, typename Expected>
void checkEqual(const Actual& actual, const Expected& expected, const char* what) {
  if (actual == expected) return;
  failureCount++;
  std::fprintf(stderr, "%s: expected %.17g, got %.17g\n", what, static_cast<double>(expected),
               static_cast<double>(actual));
}

inline void check(bool condition, const char* what) {
  if (condition) return;
  failureCount++;
  std::fprintf(stderr, "%s\n", what);
}

}  // namespace codeshell::test
