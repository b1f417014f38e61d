import { expect, it } from 'vitest'
import { createCommandStream } from '../../main/electron/command-stream.ts'

it('hands every command to everyone who watches, in order and none twice', async () => {
  const stream = createCommandStream()
  const one = stream.watch()
  const other = stream.watch()
  const first = [one.next(), other.next()]
  stream.emit('place.data')
  stream.emit('place.tune')
  stream.emit('place.tune')
  expect((await Promise.all(first)).map((result) => result.value)).toEqual(['place.data', 'place.data'])
  expect([(await one.next()).value, (await one.next()).value]).toEqual(['place.tune', 'place.tune'])
  expect((await other.next()).value).toBe('place.tune')
  await Promise.all([one.return(), other.return()])
})

it('says nothing of what was chosen before anyone watched', async () => {
  const stream = createCommandStream()
  stream.emit('place.data')
  const watched = stream.watch()
  const next = watched.next()
  stream.emit('place.tune')
  expect((await next).value).toBe('place.tune')
  await watched.return()
})

it('ends when the signal aborts, also while it waits', async () => {
  const abort = new AbortController()
  const watched = createCommandStream().watch(abort.signal)
  const next = watched.next()
  abort.abort()
  expect(await next).toEqual({ done: true, value: undefined })
})
