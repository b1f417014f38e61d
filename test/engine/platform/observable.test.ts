import { expect, test } from 'vitest'
import { createObservable } from '#engine/platform/observable'

test('a follower gets the value at once and then the latest one, not every one in between', async () => {
  const value = createObservable(1)
  const values = value.watch()
  expect((await values.next()).value).toBe(1)
  value.set(2)
  value.set(3)
  expect((await values.next()).value).toBe(3)
  await values.return()
})

test('a value that is set to the same again is news', async () => {
  const value = createObservable('same')
  const values = value.watch()
  await values.next()
  value.set('same')
  expect(await values.next()).toEqual({ done: false, value: 'same' })
  await values.return()
})

test('following ends when the signal aborts, also while nothing happens', async () => {
  const value = createObservable(1)
  const aborter = new AbortController()
  const values = value.watch(aborter.signal)
  await values.next()
  const waiting = values.next()
  aborter.abort()
  expect(await waiting).toEqual({ done: true, value: undefined })
})
