import { PassThrough } from 'node:stream'
import { setImmediate } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { followLastWords } from '#contracts/last-words'

test('what a process writes is forwarded, and its last lines are kept', async () => {
  const stream = new PassThrough()
  const forwarded: string[] = []
  const words = followLastWords(stream, (text) => forwarded.push(text))
  expect(words.get()).toBe('')
  stream.write('one\ntwo\n')
  stream.write('three\n\nfour\n')
  await setImmediate()
  expect(forwarded.join('')).toBe('one\ntwo\nthree\n\nfour\n')
  expect(words.get()).toBe('two · three · four')
})

test('a process that writes without end is forwarded no more, and its last line is still known', async () => {
  const stream = new PassThrough()
  let forwarded = ''
  const words = followLastWords(stream, (text) => {
    forwarded += text
  })
  for (let index = 0; index < 10_000; index++) stream.write(`NaN is not a length, line ${index}\n`)
  await setImmediate()
  expect(forwarded.length).toBeLessThan(70_000)
  expect(forwarded).toContain('the rest is left out')
  expect(words.get()).toContain('line 9999')
})
