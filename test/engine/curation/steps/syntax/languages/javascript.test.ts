import { expect, test } from 'vitest'
import { measureSource } from '../measure-sources.ts'

const source = `import React from 'react'
import { join } from 'node:path'
export * from './local.js'
const _ = require('no-such-library')

/** Documented. */
export const add = (a, b) => {
  if (a && b) return a ?? b
  else if (a || b) return 1
  return a ? 1 : 2
}

// Says something, documents nothing.
function Component({ items }) {
  return items.map((item) => {
    for (const x of item) switch (x) { case 1: case 2: return x; default: break }
    return <b>{item}</b>
  })
}

/** Documented. */
class Store {
  do_it() { try { this.x() } catch { return () => 1 } }
}
`

test('JavaScript is measured with arrow functions that have a block as functions of their own', async () => {
  expect(await measureSource('JavaScript', source)).toMatchObject({
    parse_error_fraction: 0,
    // add and Store of add, Component, Store and do_it.
    docstring_fraction: 0.5,
    // add, Component, the one in it, do_it.
    function_count: 4,
    // 5, 6, 4 and 1 lines.
    function_mean_lines: 4,
    // add: if, &&, ??, if, ||, ?; Component: nothing; the one in it: for, case, case; do_it: catch.
    cyclomatic_mean: 3.5,
    cyclomatic_max: 7,
    // switch in for.
    nesting_max: 2,
    known_import_count: 1,
    known_import_fraction: 0.5,
    // All of add, a, b, Component, item, Store and do_it but one; nobody reads _ or x of a pattern.
    naming_fraction: 0.857,
  })
})

test('objects of literals are data, objects with values put in are logic', async () => {
  // `x`, `=` and `const` against `{a:1,b:'c'}`.
  expect(await measureSource('JavaScript', `const x = { a: 1, b: 'c' }`)).toMatchObject({ logic_fraction: 0.389 })
  expect(await measureSource('JavaScript', 'const x = { a: y }')).toMatchObject({ logic_fraction: 1 })
})
