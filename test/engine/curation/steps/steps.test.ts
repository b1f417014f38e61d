import { expect, test } from 'vitest'
import { z } from 'zod'
import { steps } from '../../../../main/engine/curation/steps/steps.ts'

test('steps have names of their own, and so have their signals', () => {
  const kinds = steps.map(({ kind }) => kind)
  expect(new Set(kinds).size).toBe(kinds.length)
  const names = steps.flatMap((step) => step.describe(step.parameters.parse({})).signals.map(({ name }) => name))
  expect(new Set(names).size).toBe(names.length)
})

test.each([...steps])('the step $kind works without any parameter, refuses unknown ones, and explains each', (step) => {
  expect(() => step.parameters.parse({})).not.toThrow()
  expect(() => step.parameters.parse({ no_such_parameter: 1 })).toThrow('no_such_parameter')
  const schema = z.toJSONSchema(step.parameters, { io: 'input' })
  for (const property of Object.values(schema.properties ?? {})) {
    expect(typeof property === 'object' && property.description, JSON.stringify(property)).toBeTruthy()
  }
})
