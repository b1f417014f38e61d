import fc from 'fast-check'
import { z } from 'zod'

/** What a schema looks like in JSON Schema, as far as contracts use it. */
interface Shape {
  type?: string
  properties?: Record<string, Shape>
  items?: Shape
  anyOf?: Shape[]
  oneOf?: Shape[]
  enum?: unknown[]
  const?: unknown
  minimum?: number
  maximum?: number
}

const strangeNumbers = [0, -0, -1, 0.5, 1e308, -1e308, 5e-324, 1e9, 2 ** 31, 2 ** 53, 2 ** 63, Number.NaN, Infinity, -Infinity]
const strangeTexts = [
  '',
  ' ',
  '\0',
  'a\0b',
  '\ud800',
  '\u202e',
  '..',
  '-',
  '*',
  '__proto__',
  'constructor',
  "' OR 1=1 --",
  'é'.repeat(300),
  'x'.repeat(100_000),
  '{'.repeat(5000),
  'a: &a [*a]',
  'version: 1\nname: x\nsteps: []\n',
]

/**
 * Inputs for a procedure: most come close to what its schema takes, some are anything at all. `words` are texts that mean something to the
 * service, by the name of the field: paths, names of signals.
 */
export function createHostileInput(schema: z.ZodType | undefined, words: Words): fc.Arbitrary<unknown> {
  if (!schema) return fc.constant(undefined)
  const shape = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Shape
  return fc.oneof(
    { weight: 9, arbitrary: fromShape(shape, { words, field: '' }) },
    { weight: 1, arbitrary: fc.oneof(fc.anything(), fc.constantFrom(...strangeTexts)) },
  )
}

type Words = Readonly<Record<string, readonly string[]>>

/** The words, and the field that a shape stands in. */
interface Place {
  words: Words
  field: string
}

function fromShape(shape: Shape, place: Place): fc.Arbitrary<unknown> {
  const near = nearShape(shape, place)
  const other = fc.constantFrom<unknown>(null, undefined, true, 1.5, 'text', [], {}, ...strangeNumbers)
  return fc.oneof({ weight: 30, arbitrary: near }, { weight: 1, arbitrary: other })
}

function nearShape(shape: Shape, place: Place): fc.Arbitrary<unknown> {
  const choices = shape.anyOf ?? shape.oneOf
  if (choices) return fc.oneof(...choices.map((choice) => fromShape(choice, place)))
  if (shape.enum) return fc.constantFrom(...shape.enum)
  if ('const' in shape) return fc.constant(shape.const)
  switch (shape.type) {
    case 'object': {
      const fields = Object.entries(shape.properties ?? {}).map(([field, each]) => [field, fromShape(each, { ...place, field })])
      return fc.record(Object.fromEntries(fields) as Record<string, fc.Arbitrary<unknown>>)
    }
    case 'array':
      return fc.array(fromShape(shape.items ?? {}, place), { maxLength: 4 })
    case 'string':
      return fc.oneof(
        { weight: 5, arbitrary: fc.constantFrom(...(place.words[place.field] ?? Object.values(place.words).flat())) },
        { weight: 1, arbitrary: fc.oneof(fc.constantFrom(...strangeTexts), fc.string({ unit: 'binary' })) },
      )
    case 'integer':
      return fc.oneof(fc.integer({ min: -2, max: 40 }), fc.constantFrom(...strangeNumbers), fc.maxSafeInteger())
    case 'number':
      return fc.oneof(fc.double(), fc.integer({ min: -2, max: 40 }), fc.constantFrom(...strangeNumbers))
    case 'boolean':
      return fc.boolean()
    case 'null':
      return fc.constant(null)
    default:
      return fc.anything()
  }
}
