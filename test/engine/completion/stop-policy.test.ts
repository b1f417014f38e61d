import { expect, test } from 'vitest'
import { cutAtLimits, getLimits } from '#engine/completion/stop-policy'

const limits = getLimits('automatic', 'multiple')
const after = (generateMs: number, status: 'running' | 'limited' = 'running') => ({
  status,
  cost: { promptTokens: 1, reusedTokens: 0, promptMs: 1, generatedTokens: 1, generateMs },
})

test('ends an automatic suggestion after its last finished line when time is up', () => {
  expect(cutAtLimits('a\nb\nc', after(limits.limitMs - 1), limits)).toBeNull()
  expect(cutAtLimits('a\nb\nc', after(limits.limitMs), limits)).toBe('a\nb')
})

test('does not cut a line in two when time is up', () => {
  expect(cutAtLimits('\n  abc', after(limits.limitMs), limits)).toBeNull()
})

test('drops a line that has no end within all its tokens', () => {
  expect(cutAtLimits('a\nb', after(1, 'limited'), limits)).toBe('a')
  expect(cutAtLimits('a', after(1, 'limited'), limits)).toBe('')
})

test('gives a suggestion that was asked for all the time it needs', () => {
  expect(cutAtLimits('a\nb', after(1e9), getLimits('manual', 'multiple'))).toBeNull()
})
