import { expect, test } from 'vitest'
import { watchLoad } from '#engine/models/load-watch'

const moments = { opening: 5, reading: 60_000, measuring: 5, 'warming-up': 60_000 }

test('a load that shows no sign of life is noticed, with what it was doing', async () => {
  using watch = watchLoad(moments)
  watch.note('measuring')
  await new Promise<void>((resolve) => watch.signal.addEventListener('abort', () => resolve()))
  expect(watch.stage).toBe('measuring')
})

test('a load that has come to a slower stage, or has ended, is left alone', async () => {
  using reading = watchLoad(moments)
  reading.note('reading')
  const ended = watchLoad(moments)
  ended[Symbol.dispose]()
  // One that is noticed after both proves that their time has passed.
  using later = watchLoad({ ...moments, opening: 20 })
  await new Promise<void>((resolve) => later.signal.addEventListener('abort', () => resolve()))
  expect([reading.signal.aborted, ended.signal.aborted]).toEqual([false, false])
})
