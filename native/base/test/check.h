#pragma once

#include <cstdio>

namespace codeshell::test {

/// Checks that failed so far in this process.
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

/// Prints the outcome and returns the exit status: what the `main` of a test ends with.
inline int reportChecks() {
  if (failureCount > 0) {
    std::fprintf(stderr, "%d checks failed\n", failureCount);
    return 1;
  }
  std::puts("all checks passed");
  return 0;
}

}  // namespace codeshell::test
