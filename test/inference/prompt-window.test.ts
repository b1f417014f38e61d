import fc from 'fast-check'
import { expect, test } from 'vitest'
import { choosePromptWindow } from '../../main/inference/prompt-window.ts'

const speed = fc.double({ min: 0.001, max: 10_000, noNaN: true })
const context = fc.integer({ min: 64, max: 200_000 })

test('a machine that reads fast sees the whole context', () => {
  expect(choosePromptWindow({ readMsPerToken: 0.01, contextSize: 8192 })).toBe(8192)
})

test('a slower machine sees less, and a slow one still enough to be of use', () => {
  expect(choosePromptWindow({ readMsPerToken: 0.2, contextSize: 8192 })).toBe(1472)
  expect(choosePromptWindow({ readMsPerToken: 80, contextSize: 8192 })).toBe(384)
})

test('the window never exceeds the context, and never grows with slower reading', () => {
  fc.assert(
    fc.property(speed, speed, context, (one, other, contextSize) => {
      const fast = choosePromptWindow({ readMsPerToken: Math.min(one, other), contextSize })
      const slow = choosePromptWindow({ readMsPerToken: Math.max(one, other), contextSize })
      expect(fast).toBeLessThanOrEqual(contextSize)
      expect(slow).toBeLessThanOrEqual(fast)
      expect(slow).toBeGreaterThan(0)
    }),
  )
})
