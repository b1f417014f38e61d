import { expect, test } from 'vitest'
import { createSharedLoads } from '#engine/platform/shared-loads'

function createLoad() {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  const seen: AbortSignal[] = []
  const load = (signal: AbortSignal) => {
    seen.push(signal)
    return promise
  }
  return { load, seen, resolve, reject }
}

test('several callers wait for one load', async () => {
  const loads = createSharedLoads<string>()
  const { load, seen, resolve } = createLoad()
  const results = [loads.get('a', load), loads.get('a', load)]
  resolve('loaded')
  expect(await Promise.all([...results, loads.get('a', load)])).toEqual(['loaded', 'loaded', 'loaded'])
  expect(seen).toHaveLength(1)
})

test('a load goes on for those who still wait, and ends when nobody does', async () => {
  const loads = createSharedLoads<string>()
  const { load, seen } = createLoad()
  const [first, second] = [new AbortController(), new AbortController()]
  const results = [loads.get('a', load, first.signal), loads.get('a', load, second.signal)]
  first.abort()
  await expect(results[0]).rejects.toBe(first.signal.reason)
  expect(seen[0]?.aborted).toBe(false)
  second.abort()
  await expect(results[1]).rejects.toBe(second.signal.reason)
  expect(seen[0]?.aborted).toBe(true)
  void loads.get('a', load)
  expect(seen).toHaveLength(2)
})

test('what failed is tried again', async () => {
  const loads = createSharedLoads<string>()
  await expect(loads.get('a', () => Promise.reject(new RangeError('no')))).rejects.toThrow('no')
  expect(await loads.get('a', () => Promise.resolve('yes'))).toBe('yes')
})

test('the results that were used last are kept', async () => {
  const loads = createSharedLoads<string>(2)
  for (const key of ['a', 'b', 'a', 'c']) await loads.get(key, () => Promise.resolve(key))
  expect(await loads.get('a', () => Promise.resolve('again'))).toBe('a')
  expect(await loads.get('b', () => Promise.resolve('again'))).toBe('again')
})
