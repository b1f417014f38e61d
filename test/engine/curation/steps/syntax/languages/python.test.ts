import { expect, test } from 'vitest'
import { measureSource } from '../measure-sources.ts'

const source = `"""Twenty-four characters"""
import os, numpy as np
from requests.auth import HTTPBasicAuth
from . import local
import no_such_library


class Stack:
    """Has a docstring."""

    def push(self, item, times=1):
        """Has one too."""
        if item and times or self:
            for i in [1, 2, 3]:
                while i: i -= 1
        elif times:
            pass
        return [x for x in item if x]

    def badName(self):
        # No docstring.
        pass
`

test('Python is measured by what its statements, docstrings and names are', async () => {
  expect(await measureSource('Python', source)).toMatchObject({
    parse_error_fraction: 0,
    // Stack and push of Stack, push and badName.
    docstring_fraction: 0.667,
    function_count: 2,
    // 8 and 3 lines.
    function_mean_lines: 5.5,
    // push: if, and, or, for, while, elif, for and if of the comprehension.
    cyclomatic_mean: 5,
    cyclomatic_max: 9,
    // while in for in if.
    nesting_max: 3,
    known_import_count: 2,
    known_import_fraction: 0.667,
    // All of Stack, push, self, item, times, i, x, badName and self but one.
    naming_fraction: 0.889,
  })
})

test('docstrings of Python are comments, other strings are data', async () => {
  const text = '"""1234567890"""\nx = """1234567890"""  # 345678\n'
  const { comment_fraction, logic_fraction } = await measureSource('Python', text)
  // 16 and 8 characters.
  expect(comment_fraction).toBeCloseTo(24 / text.length, 3)
  // `x=` against the string.
  expect(logic_fraction).toBeCloseTo(2 / 18, 3)
})

test('documented interfaces of Python are logic: docstrings are neither data nor logic', async () => {
  const text = '"""Of a module."""\n\nclass A:\n    """Of a class."""\n\n    def b(self):\n        """Of a method."""\n'
  expect(await measureSource('Python', text)).toMatchObject({ logic_fraction: 1 })
})

test('a table of literals is data with all that holds it together', async () => {
  // 4 characters of logic: `T`, `=`, `f`, and with them what holds `f` and 5: `[`, `,`, `]`.
  expect(await measureSource('Python', 'T = [[1, -2], {"a": 3}]\n')).toMatchObject({ logic_fraction: 0.111 })
  expect(await measureSource('Python', 'T = [[1], f, 5]\n')).toMatchObject({ logic_fraction: 0.636 })
})
