import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { getLlama, type Llama, LlamaLogLevel } from 'node-llama-cpp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTextDecoder, createVocabulary, toByteString } from '../../main/inference/vocabulary.ts'
import { writeRandomModel } from '../support/gguf/random-model.ts'

const tiny = fileURLToPath(new URL('../support/gguf/codeshell-tiny.gguf', import.meta.url))
const snippets = [
  'if (a != b) { return }',
  'x = [1 , 2 , 3] . length ? 1 : 0 !',
  "it 's a dog 's life , isn 't it ?",
  '\tindented\twith\ttabs\r\n\r\nand CRLF \r\n',
  'return    \n\n\n        deep',
  '你好，世界 // 注释 .',
  'const face = "👩‍👩‍👧" + "é" + "e\u0301" + "\u{1F600}"',
  '\uFEFFbyte order mark',
  '<fim_middle> and <|endoftext|> are text here',
  '\u0000\u0001\u007F\u0085\u00AD',
  ' leading blank',
  '          ',
  '12345 0x1F 1e-5',
]

let folder: string
let llama: Llama

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'codeshell-vocabulary-'))
  llama = await getLlama({ gpu: false, build: 'never', skipDownload: true, progressLogs: false, logLevel: LlamaLogLevel.error })
})

afterAll(async () => {
  await llama.dispose()
  rmSync(folder, { recursive: true })
})

describe.each(['codeshell', 'starcoder', 'refact', 'exaone', 'smollm', 'qwen2', 'tiny'])('with the pre-tokenizer %s', (pre) => {
  test('text survives being split into tokens and put together again', async () => {
    const file = pre === 'tiny' ? tiny : path.join(folder, `${pre}.gguf`)
    if (pre !== 'tiny') writeRandomModel(file, { pre })
    await using model = await llama.loadModel({ modelPath: file, vocabOnly: true })
    const vocabulary = createVocabulary(model)
    for (const snippet of snippets) {
      const decode = createTextDecoder()
      const text = vocabulary
        .tokenize(snippet)
        .map((token) => decode(vocabulary.pieceOf(token)))
        .join('')
      expect(text).toBe(snippet)
    }
  })
})

test('tokens that agree with a text begin with it, or it with them', async () => {
  const file = path.join(folder, 'agree.gguf')
  writeRandomModel(file)
  await using model = await llama.loadModel({ modelPath: file, vocabOnly: true })
  const vocabulary = createVocabulary(model)
  const findPieces = (text: string) => vocabulary.findAgreeing(toByteString(text)).map(vocabulary.pieceOf).sort()
  expect(findPieces(' !')).toEqual([' ', ' !', ' !='])
  expect(findPieces('ret')).toEqual(['r', 're', 'retu'])
  expect(findPieces('\u4f60')).toEqual(['\xe4', '\xe4\xbd', '\xe4\xbd\xa0'])
})

test('a character whose bytes come in several tokens is written when it is whole', () => {
  const decode = createTextDecoder()
  const [first, second, third] = toByteString('你')
  expect([decode(first ?? ''), decode(second ?? ''), decode(third ?? '')]).toEqual(['', '', '你'])
})
