import { appendFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readGgufHeader } from '../../main/inference/gguf-header.ts'
import { DamagedGgufError } from '../../main/inference/gguf-reader.ts'
import { writeRandomModel } from '../support/gguf/random-model.ts'
import { tinyModel } from './inference-process.ts'

let folder: string
let sound: string

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'codeshell-gguf-'))
  sound = path.join(folder, 'sound.gguf')
  writeRandomModel(sound)
})

afterAll(() => rmSync(folder, { recursive: true }))

test('a header is read with its values, its markup tokens and the size of its weights', () => {
  const header = readGgufHeader(sound)
  expect(header.values.get('general.architecture')).toBe('codeshell')
  expect(header.values.get('codeshell.attention.layer_norm_epsilon')).toBeCloseTo(1e-5)
  expect(header.values.get('tokenizer.ggml.add_bos_token')).toBe(false)
  expect(header.specialTokens).toContain('<fim_middle>')
  expect(header.parameterCount * 4).toBe(header.tensorBytes)
  expect(readGgufHeader(tinyModel).parameterCount).toBe(6_441_472)
})

test('a file with bytes after its last tensor is sound', () => {
  const file = path.join(folder, 'longer.gguf')
  writeFileSync(file, readFileSync(sound))
  appendFileSync(file, 'more')
  expect(() => readGgufHeader(file)).not.toThrow()
})

test('a file cut off anywhere is damaged', () => {
  const whole = readFileSync(sound)
  const file = path.join(folder, 'cut.gguf')
  fc.assert(
    fc.property(fc.integer({ min: 0, max: whole.length - 64 }), (length) => {
      writeFileSync(file, whole)
      truncateSync(file, length)
      expect(() => readGgufHeader(file)).toThrow(DamagedGgufError)
    }),
    { numRuns: 100 },
  )
})

test('lists nested in lists and texts that fill the file are refused', () => {
  const file = path.join(folder, 'hostile.gguf')
  const u32 = (value: number) => Buffer.from(Uint32Array.of(value).buffer)
  const u64 = (value: number) => Buffer.from(BigUint64Array.of(BigInt(value)).buffer)
  const start = Buffer.concat([Buffer.from('GGUF'), u32(3), u64(0), u64(1)])
  const nested = Buffer.concat([u32(9), u64(1)])
  writeFileSync(file, Buffer.concat([start, u64(1), Buffer.from('k'), u32(9), ...Array(200_000).fill(nested)]))
  expect(() => readGgufHeader(file)).toThrow(DamagedGgufError)
  writeFileSync(file, Buffer.concat([start, u64(20_000_000)]))
  truncateSync(file, 30_000_000)
  expect(() => readGgufHeader(file)).toThrow(DamagedGgufError)
})

test('changed bytes in a header never cost more than an error', () => {
  const whole = readFileSync(sound)
  const file = path.join(folder, 'changed.gguf')
  const change = fc.record({ at: fc.integer({ min: 4, max: 4000 }), bytes: fc.uint8Array({ minLength: 1, maxLength: 8 }) })
  fc.assert(
    fc.property(change, ({ at, bytes }) => {
      const changed = Buffer.from(whole)
      changed.set(bytes, at)
      writeFileSync(file, changed)
      try {
        readGgufHeader(file)
      } catch (error) {
        expect(error).toBeInstanceOf(DamagedGgufError)
      }
    }),
    { numRuns: 300 },
  )
})
