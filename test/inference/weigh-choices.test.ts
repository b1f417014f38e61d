import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { getLlama, type Llama, LlamaLogLevel, type Token } from 'node-llama-cpp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ChoiceQuestion } from '#contracts/inference'
import { codeRubric } from '#engine/curation/rating/rubric'
import { createChoicePrompt } from '../../main/inference/choice-prompt.ts'
import { type OpenModel, openModel } from '../../main/inference/open-model.ts'
import { openScorer } from '../../main/inference/score.ts'
import { type RandomModelOptions, writeRandomModel } from '../support/gguf/random-model.ts'
import { tinyModel } from './inference-process.ts'

const turn = { signal: new AbortController().signal, waitForTurn: async () => {} }
const unwatched = { report: () => {}, signal: new AbortController().signal }
const question: ChoiceQuestion = { ...codeRubric.question, maxTokens: 256 }
const small: ChoiceQuestion = {
  before: 'Is it good?\n',
  after: '\nYes or no?',
  lead: 'It is',
  choices: [' yes', ' no'],
  maxTokens: 64,
}

let llama: Llama
let folder: string

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'codeshell-choices-'))
  llama = await getLlama({
    gpu: false,
    build: 'never',
    skipDownload: true,
    progressLogs: false,
    logLevel: LlamaLogLevel.error,
    maxThreads: 0,
  })
})

afterAll(async () => {
  await llama.dispose()
  rmSync(folder, { recursive: true })
})

/** A template of the widespread form of turns between marks (ChatML), and a mark of the end at the end of each. */
const template = `{% for message in messages %}{{ '<|' + message['role'] + '|>' + message['content'] + '<|endoftext|>' }}{% endfor %}{% if add_generation_prompt %}{{ '<|assistant|>' }}{% endif %}`

let fileCount = 0

async function openRandom(options: RandomModelOptions): Promise<OpenModel> {
  const file = path.join(folder, `${++fileCount}.gguf`)
  writeRandomModel(file, { contextLength: 2048, ...options })
  return openModel(llama, file, unwatched)
}

const withTemplate = (value: string): RandomModelOptions => ({ values: { 'tokenizer.chat_template': { type: 'string', value } } })

/** The text that tokens stand for, special ones by their names. */
const spell = ({ model }: OpenModel, tokens: readonly Token[]) => model.detokenize([...tokens], true)

/** The probabilities of the next token from the whole distribution. */
async function readDistribution({ model, info }: OpenModel, tokens: readonly Token[]): Promise<Map<Token, number>> {
  await using context = await model.createContext({ contextSize: tokens.length + 8, threads: info.threads.reading })
  await using sequence = context.getSequence()
  const last = tokens.at(-1) as Token
  const results = await sequence.controlledEvaluate([...tokens.slice(0, -1), [last, { generateNext: { probabilities: true } }]])
  return results.at(-1)?.next.probabilities ?? new Map()
}

test('the probabilities of the choices are those of the whole distribution, whatever was read before', async () => {
  await using opened = await openModel(llama, tinyModel, unwatched)
  await using scorer = openScorer(opened)
  const texts = ['def add(a, b):\n    return a + b\n', 'x = 1\n', 'def add(a, b):\n    return a + b\n']
  const answers = await scorer.weighChoices(texts, question, turn)
  const { head, tail, choices } = createChoicePrompt(opened.model, opened.info, question)
  for (const [place, text] of texts.entries()) {
    const distribution = await readDistribution(opened, [...head, ...opened.vocabulary.tokenize(text), ...tail])
    const expected = choices.map((choice) => expect.closeTo(distribution.get(choice) ?? 0, 2))
    expect(answers[place]).toMatchObject({ status: 'weighed', isCut: false, probabilities: expected })
  }
  // The first was asked anew, the third after another: what lies in the cache changes nothing at all.
  expect(answers[2]).toEqual(answers[0])
})

test('a model without a chat template is asked in plain text, the lead at the end', async () => {
  await using opened = await openRandom({})
  expect(opened.info.chatTemplate).toBe(false)
  const { head, tail, choices } = createChoicePrompt(opened.model, opened.info, small)
  expect(spell(opened, head)).toBe('Is it good?\n')
  expect(spell(opened, tail)).toBe('\nYes or no?\n\nIt is ')
  expect(choices.map((choice) => spell(opened, [choice]))).toEqual(['y', 'n'])
})

test('a model with a chat template is asked by it, and the lead begins its answer', async () => {
  await using opened = await openRandom(withTemplate(template))
  expect(opened.info.chatTemplate).toBe(true)
  const { head, tail, choices } = createChoicePrompt(opened.model, opened.info, small)
  expect(spell(opened, head)).toBe('<|user|>Is it good?\n')
  expect(spell(opened, tail)).toBe('\nYes or no?<|endoftext|><|assistant|>It is ')
  expect(tail).toContain(opened.model.tokens.bos)
  expect(choices).toHaveLength(2)
  await using scorer = openScorer(opened)
  // The name of a mark in a document is text like any other.
  const [answer] = await scorer.weighChoices(['<|endoftext|>'], small, turn)
  expect(answer).toMatchObject({ status: 'weighed', readTokens: '<|endoftext|>'.length })
})

test('a begin token stands first where the model asks for one', async () => {
  await using opened = await openRandom({ addBos: true })
  const { head } = createChoicePrompt(opened.model, opened.info, small)
  expect(head[0]).toBe(opened.model.tokens.bos)
})

test('a text is read as far as it may be and as the model can see, and the answer says that it was cut', async () => {
  await using opened = await openRandom({ contextLength: 128 })
  await using scorer = openScorer(opened)
  const { head, tail } = createChoicePrompt(opened.model, opened.info, small)
  const room = 128 - head.length - tail.length
  const ask = async (text: string, maxTokens: number) => (await scorer.weighChoices([text], { ...small, maxTokens }, turn))[0]
  expect(await ask('aaaa', 4)).toMatchObject({ readTokens: 4, isCut: false })
  expect(await ask('aaaaa', 4)).toMatchObject({ readTokens: 4, isCut: true })
  expect(await ask('a'.repeat(room), 5000)).toMatchObject({ readTokens: room, isCut: false })
  expect(await ask('a'.repeat(room + 1), 5000)).toMatchObject({ readTokens: room, isCut: true })
  expect(await ask('', 4)).toEqual({ status: 'failed', reason: 'The text is empty.' })
})

test('a question that cannot be put to the model says why', async () => {
  await using narrow = await openRandom({ contextLength: 32 })
  await using narrowScorer = openScorer(narrow)
  const long = { ...small, before: small.before.repeat(9) }
  await expect(narrowScorer.weighChoices(['a'], long, turn)).rejects.toMatchObject({
    code: 'model.cannot-answer',
    message: expect.stringContaining('it sees 32 tokens'),
  })
  const alike: ChoiceQuestion = { ...small, choices: [' yes', ' yesterday'] }
  await using scorer = openScorer(await openRandom({}))
  await expect(scorer.weighChoices(['a'], alike, turn)).rejects.toMatchObject({ code: 'model.cannot-answer' })
  await using broken = await openRandom(withTemplate('{% for message in messages %}'))
  expect(() => createChoicePrompt(broken.model, broken.info, small)).toThrow(/chat template cannot be used/)
})
