import { expect, test } from 'vitest'
import { measureSource } from '../measure-sources.ts'

const source = `import { z } from 'zod'
import type { A } from '@types/no-such-library'
import * as fs from 'fs'

/** Documented. */
export interface Shape { readonly side_length: number }
type shape = Shape | null

export abstract class Square implements Shape {
  static readonly MAX_SIDE = 3
  constructor(readonly side_length: number) { super() }
  /** Documented. */
  get area(): number { return this.side_length > 0 && z ? this.side_length ** 2 : 0 }
  abstract name(): string
}
declare function later(x: number): void
`

test('TypeScript is measured without what is only declared', async () => {
  expect(await measureSource('TypeScript', source)).toMatchObject({
    parse_error_fraction: 0,
    // Shape and area of Shape, Square, constructor and area.
    docstring_fraction: 0.5,
    function_count: 2,
    cyclomatic_mean: 2,
    cyclomatic_max: 3,
    nesting_max: 0,
    known_import_count: 1,
    known_import_fraction: 0.5,
    // All of Shape, shape, Square, MAX_SIDE, constructor, side_length, area and x but two.
    naming_fraction: 0.75,
  })
})

test('elements of JSX are read in TSX alone', async () => {
  const text = 'export const Button = () => { return <b>label</b> }'
  expect(await measureSource('TSX', text)).toMatchObject({ parse_error_fraction: 0, function_count: 1 })
  expect((await measureSource('TypeScript', text)).parse_error_fraction).toBeGreaterThan(0)
})
