#include <cstdio>

#include "check.h"
#include "classifier-test.h"
#include "code-statistics-test.h"
#include "duplicate-search-test.h"
#include "measure-text-test.h"
#include "minhash-test.h"
#include "ngram-model-test.h"
#include "ngram-sort-test.h"
#include "ngram-tokenizer-test.h"

int main() {
  codeshell::test::testClassifier();
  codeshell::test::testCodeStatistics();
  codeshell::test::testMeasureText();
  codeshell::test::testMinHash();
  codeshell::test::testDuplicateSearch();
  codeshell::test::testNgramTokenizer();
  codeshell::test::testNgramSort();
  codeshell::test::testNgramModel();
  if (codeshell::test::failureCount > 0) {
    std::fprintf(stderr, "%d checks failed\n", codeshell::test::failureCount);
    return 1;
  }
  std::puts("all checks passed");
  return 0;
}
