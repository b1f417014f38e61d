import { expect, test } from 'vitest'
import { measureSource } from '../measure-sources.ts'

const source = `package org.example.app;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.example.app.Other;
import static com.nosuch.library.Thing.make;

/** Documented. */
public class Stack<T> {
  private static final int MAX = 3;
  private final int[] table = {1, 2, -3};

  /** Documented. */
  @Override
  public int size(int which) {
    if (which > 0 && MAX > 2) { return 1; } else if (which < 0) { return 2; }
    switch (which) { case 0: case 1: return 3; default: break; }
    for (int i : table) { while (i > 0) { i--; } }
    list.forEach(x -> { if (x) run(); });
    return which == 0 ? 4 : 5;
  }

  abstract void Declared(int Bad_one);
}
`

test('Java is measured with what its lambdas decide in the method around them', async () => {
  expect(await measureSource('Java', source)).toMatchObject({
    parse_error_fraction: 0,
    docstring_fraction: 1,
    function_count: 1,
    function_mean_lines: 8,
    // if, &&, if, case, case, for, while, if of the lambda, ?.
    cyclomatic_mean: 10,
    cyclomatic_max: 10,
    nesting_max: 2,
    known_import_count: 1,
    known_import_fraction: 0.5,
    // All of Stack, MAX, table, size, which, i, Declared and Bad_one but two.
    naming_fraction: 0.75,
  })
})

test('arguments of annotations in Java are no data', async () => {
  expect(await measureSource('Java', '@Table(name = "users", sizes = {1, 2})\nclass A {}\n')).toMatchObject({ logic_fraction: 1 })
})
