import { expect, test } from 'vitest'
import { measureSource } from '../measure-sources.ts'

const source = `#include <vector>
#include "gtest/gtest.h"
#include "local.h"

class Forward;

// Documented.
template <typename T>
class Stack {
 public:
  Stack() = default;
  /// Documented.
  int size() const { return items_.empty() ? 0 : 1; }
  int camelCase(int x) {
    try {
      for (auto y : items_) { if (x && y) return 1; }
    } catch (...) { auto f = [&] { while (x) x--; }; }
    return 0;
  }
 private:
  std::vector<T> items_ = {1, 2};
};
`

test('C++ is measured with what its lambdas decide in the function around them', async () => {
  expect(await measureSource('C++', source)).toMatchObject({
    parse_error_fraction: 0,
    // Stack and size of Stack, size and camelCase.
    docstring_fraction: 0.667,
    function_count: 2,
    // size: ?; camelCase: for, if, &&, catch, while.
    cyclomatic_mean: 4,
    cyclomatic_max: 6,
    nesting_max: 2,
    known_import_count: 1,
    known_import_fraction: 1,
    // All of Forward, Stack, Stack, size, camelCase, x, f and items_ but one.
    naming_fraction: 0.875,
  })
})
