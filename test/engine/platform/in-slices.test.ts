import { expect, test } from 'vitest'
import { inSlices } from '#engine/platform/in-slices'

test('every entry is in one slice', async () => {
  const slices: [number, number][] = []
  await inSlices({ length: 70, sliceLength: 32 }, (start, end) => slices.push([start, end]))
  expect(slices).toEqual([
    [0, 32],
    [32, 64],
    [64, 70],
  ])
  await inSlices({ length: 0 }, () => expect.unreachable())
})

test('an abort ends it after the slice with the reason of the signal', async () => {
  const aborter = new AbortController()
  const slices: number[] = []
  const going = inSlices({ length: 70, sliceLength: 32, signal: aborter.signal }, (start) => {
    slices.push(start)
    aborter.abort(new Error('enough'))
  })
  await expect(going).rejects.toThrow('enough')
  expect(slices).toEqual([0])
})
