import { expect, test } from 'vitest'
import { listReadable, planSteps } from '#engine/curation/run/plan-steps'
import { steps } from './trial-steps.ts'

const nothing = { signals: [], steps: [] }
const kindsOf = (...given: Parameters<typeof planSteps>) => planSteps(...given).map(({ step }) => step.kind)

test('a step comes after the one that it needs, though it is cheaper', () => {
  expect(kindsOf(steps, [], { signals: ['letter_count_doubled'], steps: [] })).toEqual(['letters', 'doubled'])
})

test('beyond that the cheap ones come first', () => {
  const listed = ['trained', 'twins', 'letters'].map((kind) => ({ kind, parameters: {} }))
  expect(kindsOf(steps, listed, nothing)).toEqual(['letters', 'twins', 'trained'])
})

test('a step that another one needs keeps the parameters that the recipe gives it', () => {
  const listed = ['doubled', 'letters'].map((kind) => ({ kind, parameters: kind === 'letters' ? { letter: 'b' } : {} }))
  expect(planSteps(steps, listed, nothing)[0]?.parameters).toMatchObject({ letter: 'b' })
})

test('rules ask for steps by their pairs and findings, and for signals that no step gives in vain', () => {
  expect(kindsOf(steps, [], { signals: ['stars'], steps: ['twins'] })).toEqual(['twins'])
})

test('what reads a step is also what reads the steps that need it', () => {
  const plans = planSteps(steps, [], { signals: ['letter_count_doubled', 'twin_count'], steps: [] })
  const [letters] = plans
  expect(letters && listReadable(plans, letters)).toEqual({
    signals: ['letter_count', 'letter_count_doubled'],
    steps: ['letters', 'doubled'],
  })
})

test('a step that there is not, and a parameter that it does not have, are refused by name', () => {
  expect(() => planSteps(steps, [{ kind: 'sorcery', parameters: {} }], nothing)).toThrow(
    '“sorcery” cannot run: there is no such step',
  )
  const listed = [{ kind: 'letters', parameters: { leter: 'b' } }]
  expect(() => planSteps(steps, listed, nothing)).toThrow('“letters” cannot run: it has no parameter “leter”')
})
