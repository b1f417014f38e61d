import { expect, it } from 'vitest'
import { createRestartDelay } from '../../main/supervision/restart-delay.ts'

it('waits longer each time a process ends soon after its start, up to a limit', () => {
  const delay = createRestartDelay()
  const waits = Array.from({ length: 8 }, () => delay.next({ ranMs: 100 }))
  expect(waits).toEqual([250, 500, 1000, 2000, 4000, 8000, 10_000, 10_000])
})

it('starts over when the process had run well', () => {
  const delay = createRestartDelay()
  delay.next({ ranMs: 100 })
  delay.next({ ranMs: 100 })
  expect(delay.attempts).toBe(2)
  expect(delay.next({ ranMs: 60_000 })).toBe(250)
  expect(delay.attempts).toBe(1)
  expect(delay.next({ ranMs: 100 })).toBe(500)
})
