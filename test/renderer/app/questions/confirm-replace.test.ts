import { afterEach, expect, test } from 'vitest'
import { AppError } from '#contracts/errors'
import { confirmReplace, useReplaceQuestion } from '../../../../renderer/app/questions/confirm-replace.ts'

/** A file that is another one each time its name is in `files`, and then is free. */
function createWrite(files: string[]) {
  const confirmed: (string | null)[] = []
  const write = async (replace: string | null) => {
    confirmed.push(replace)
    const [confirmation] = files
    if (confirmation !== undefined && confirmation !== replace) {
      throw new AppError('file.would-replace', `It is ${confirmation}.`, { file: '/out/a.yaml', confirmation })
    }
    return 'written'
  }
  return { write, confirmed }
}

/** Waits for the question and answers it. */
async function answer(isConfirmed: boolean): Promise<string> {
  const { question } = useReplaceQuestion.getState()
  if (!question) {
    await new Promise((resolve) => useReplaceQuestion.subscribe(resolve))
    return answer(isConfirmed)
  }
  question.answer(isConfirmed)
  return question.message
}

afterEach(() => useReplaceQuestion.setState({ question: null }))

test('what needs no question is written without one', async () => {
  expect(await confirmReplace(createWrite([]).write)).toBe('written')
  expect(useReplaceQuestion.getState().question).toBeNull()
})

test('a file of another kind is replaced after a yes, and asked for again when it has changed meanwhile', async () => {
  const files = ['a model']
  const { write, confirmed } = createWrite(files)
  const writing = confirmReplace(write)
  files[0] = 'a database'
  expect(await answer(true)).toBe('It is a model.')
  expect(await answer(true)).toBe('It is a database.')
  expect(await writing).toBe('written')
  expect(confirmed).toEqual([null, 'a model', 'a database'])
  expect(useReplaceQuestion.getState().question).toBeNull()
})

test('after a no nothing is written', async () => {
  const { write, confirmed } = createWrite(['a model'])
  const writing = confirmReplace(write)
  await answer(false)
  expect([await writing, confirmed]).toEqual([null, [null]])
})
