import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { isAppError } from '#contracts/errors'
import { modelFile } from '#contracts/models'
import { describeModelFile, readModelHeader } from '../../main/inference/model-file.ts'
import { type RandomModelOptions, writeRandomModel } from '../support/gguf/random-model.ts'
import type { GgufValue } from '../support/gguf/write-gguf.ts'

let folder: string

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'codeshell-model-file-'))
})

afterAll(() => rmSync(folder, { recursive: true }))

const describeFile = (file: string) => describeModelFile(file, false, async (architecture) => architecture === 'codeshell')

function write(name: string, options: RandomModelOptions): string {
  const file = path.join(folder, name)
  writeRandomModel(file, options)
  return file
}

const text = (value: string): GgufValue => ({ type: 'string', value })
const count = (value: number): GgufValue => ({ type: 'u32', value })

test.each([
  ['adapter', { 'general.type': text('adapter'), 'adapter.type': text('lora') }],
  ['adapter', { 'adapter.type': text('lora') }],
  ['projector', { 'general.type': text('mmproj') }],
  ['projector', { 'general.architecture': text('clip') }],
  ['encoder', { 'general.architecture': text('nomic-bert') }],
  ['encoder', { 'codeshell.attention.causal': { type: 'bool', value: false } as const }],
  ['importance-matrix', { 'general.type': text('imatrix') }],
  ['model', { 'general.type': text('model') }],
])('a file that is %s is listed as that', async (kind, values) => {
  const file = write(`kind-${kind}.gguf`, { values })
  const described = await describeFile(file)
  expect(described.kind).toBe(kind)
  expect(described.problem === null).toBe(kind === 'model')
  if (kind !== 'model') expect(() => readModelHeader(file)).toThrow(expect.objectContaining({ code: 'model.invalid-file' }))
})

test('a vocabulary without weights is no model', async () => {
  expect(await describeFile(write('vocabulary.gguf', { withoutTensors: true }))).toMatchObject({ kind: 'vocabulary' })
})

test.each([
  ['CodeLlama', '\u2581<MID>'],
  ['DeepSeek', '<\uff5cfim\u2581hole\uff5c>'],
  ['StarCoder', '<fim_middle>'],
  ['Qwen', '<|fim_middle|>'],
])('a model that names its middle token as %s does can fill in', async (name, token) => {
  const values = { 'tokenizer.ggml.tokens': { type: 'strings', value: ['a', token, 'b'] } as const }
  expect((await describeFile(write(`${name}.gguf`, { infill: false, values }))).header?.infill).toBe(true)
})

test('parts of a split model count as one, a missing one is named, and a later one points to the first', async () => {
  const part = (number: number) => ({ 'split.count': count(2), 'split.no': count(number - 1) })
  const first = write('code-00001-of-00002.gguf', { values: part(1) })
  expect((await describeFile(first)).problem).toContain('code-00002-of-00002.gguf is missing')
  const second = write('code-00002-of-00002.gguf', { values: part(2) })
  const alone = await describeFile(write('whole.gguf', {}))
  const both = await describeFile(first)
  expect(both.problem).toBeNull()
  expect(both.header?.parameterCount).toBe(2 * (alone.header?.parameterCount ?? 0))
  expect((await describeFile(second)).problem).toContain('Choose the first: code-00001-of-00002.gguf')
  expect((await describeFile(write('renamed.gguf', { values: part(1) }))).problem).toContain('another name')
})

test.skipIf(process.platform === 'win32')('a path that is no file is called what it is, and never waited for', async () => {
  const pipe = path.join(folder, 'pipe.gguf')
  execFileSync('mkfifo', [pipe])
  const directory = path.join(folder, 'folder.gguf')
  mkdirSync(directory)
  expect((await describeFile(pipe)).problem).toContain('It is a pipe, not a GGUF file')
  expect((await describeFile(directory)).problem).toContain('It is a folder, not a GGUF file')
  expect((await describeFile('/dev/zero')).problem).toContain('It is a device, not a GGUF file')
})

test('a path that leads to no file says why', async () => {
  const whole = write('below.gguf', {})
  const below = await describeFile(path.join(whole, 'deeper', 'x.gguf'))
  expect(below.problem).toBe(`Opening the model failed: ${whole} is a file, not a folder.`)
  expect((await describeFile(path.join(folder, 'nothing.gguf'))).problem).toContain('There is no model file at')
  writeFileSync(path.join(folder, 'empty.gguf'), '')
  expect((await describeFile(path.join(folder, 'empty.gguf'))).problem).toContain('The file is empty')
  const long = await describeFile(path.join(folder, 'x'.repeat(300)))
  expect(long.problem).toContain('The name is too long')
})

test.skipIf(process.platform !== 'linux')('a file that the system makes up as it is read is called that', async () => {
  for (const file of ['/proc/self/status', '/proc/meminfo', '/proc/self/mountinfo'])
    expect((await describeFile(file)).problem).toContain('the system makes it up when it is read')
})

const anyValue: fc.Arbitrary<GgufValue> = fc.oneof(
  fc.double({ noDefaultInfinity: false }).map((value) => ({ type: 'f32', value }) as const),
  fc.integer({ min: 0, max: 2 ** 32 - 1 }).map((value) => ({ type: 'u32', value }) as const),
  fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map((value) => ({ type: 'u64', value }) as const),
  fc.string().map((value) => ({ type: 'string', value }) as const),
  fc.array(fc.string(), { maxLength: 3 }).map((value) => ({ type: 'strings', value }) as const),
  fc.boolean().map((value) => ({ type: 'bool', value }) as const),
)
const anyKey = fc.constantFrom(
  'general.architecture',
  'general.name',
  'general.type',
  'general.file_type',
  'general.parameter_count',
  'general.alignment',
  'general.license',
  'split.count',
  'split.no',
  'adapter.type',
  'codeshell.context_length',
  'codeshell.block_count',
  'codeshell.attention.head_count',
  'codeshell.attention.layer_norm_epsilon',
  'tokenizer.ggml.fim_mid_token_id',
  '__proto__.polluted',
)

test('whatever a header says, it is described in the terms of the contract and refused with a reason', async () => {
  const whole = readFileSync(write('sound.gguf', {}))
  const file = path.join(folder, 'mutant.gguf')
  const byValues = fc.dictionary(anyKey, anyValue, { maxKeys: 3 }).map((values) => () => writeRandomModel(file, { values }))
  const byBytes = fc
    .record({ at: fc.integer({ min: 0, max: 4_000 }), bytes: fc.uint8Array({ minLength: 1, maxLength: 8 }) })
    .map(({ at, bytes }) => () => {
      const changed = Buffer.from(whole)
      changed.set(bytes, at)
      writeFileSync(file, changed)
    })
  const byLength = fc.integer({ min: 0, max: whole.length }).map((length) => () => writeFileSync(file, whole.subarray(0, length)))
  await fc.assert(
    fc.asyncProperty(fc.oneof(byValues, byBytes, byLength), async (writeMutant) => {
      writeMutant()
      const described = modelFile.parse(await describeFile(file))
      try {
        readModelHeader(file)
      } catch (error) {
        expect(isAppError(error, 'model.invalid-file')).toBe(true)
        expect(described.problem).not.toBeNull()
      }
    }),
    { numRuns: 400 },
  )
})
