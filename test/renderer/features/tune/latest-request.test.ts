import { expect, test } from 'vitest'
import { createLatestRequest } from '../../../../renderer/features/tune/latest-request.ts'

function createSlowRun() {
  const waiting: { input: number; answer: () => void; fail: (error: unknown) => void }[] = []
  return {
    run: (input: number) =>
      new Promise<string>((resolve, reject) => waiting.push({ input, answer: () => resolve(`#${input}`), fail: reject })),
    inputs: () => waiting.map(({ input }) => input),
    async answerNext() {
      waiting.shift()?.answer()
      await new Promise(setImmediate)
    },
    async failNext() {
      waiting.shift()?.fail(new Error('lost'))
      await new Promise(setImmediate)
    },
  }
}

test('one request runs at a time and of those asked for meanwhile only the latest follows', async () => {
  const slow = createSlowRun()
  const answers: string[] = []
  const request = createLatestRequest({ run: slow.run, onAnswer: (answer) => answers.push(answer), onError: () => {} })
  for (const input of [1, 2, 3, 4]) request.ask(input)
  expect(slow.inputs()).toEqual([1])
  await slow.answerNext()
  expect(slow.inputs()).toEqual([4])
  await slow.answerNext()
  expect(answers).toEqual(['#1', '#4'])
  expect(request.busy).toBe(false)
})

test('a failure is told and does not keep the latest waiting', async () => {
  const slow = createSlowRun()
  const answers: string[] = []
  const errors: unknown[] = []
  const request = createLatestRequest({
    run: slow.run,
    onAnswer: (answer) => answers.push(answer),
    onError: (error) => errors.push(error),
  })
  request.ask(1)
  request.ask(2)
  await slow.failNext()
  await slow.answerNext()
  expect(errors).toHaveLength(1)
  expect(answers).toEqual(['#2'])
})

test('nothing is told after it was closed', async () => {
  const slow = createSlowRun()
  const answers: string[] = []
  const request = createLatestRequest({ run: slow.run, onAnswer: (answer) => answers.push(answer), onError: () => {} })
  request.ask(1)
  request.ask(2)
  request.close()
  await slow.answerNext()
  expect(answers).toEqual([])
  expect(slow.inputs()).toEqual([])
})
