#include <cstdio>

#include "check.h"
#include "measure-text-test.h"

int main() {
  codeshell::test::testMeasureText();
  if (codeshell::test::failureCount > 0) {
    std::fprintf(stderr, "%d checks failed\n", codeshell::test::failureCount);
    return 1;
  }
  std::puts("all checks passed");
  return 0;
}
