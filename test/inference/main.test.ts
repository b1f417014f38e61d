import { copyFileSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type AppErrorCode, isAppError } from '#contracts/errors'
import { writeRandomModel } from '../support/gguf/random-model.ts'
import { loadModel, openInferenceProcess, readInfill, type TestProcess, tinyModel } from './inference-process.ts'

let folder: string
let opened: TestProcess

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'codeshell-inference-'))
  opened = await openInferenceProcess()
})

afterAll(async () => {
  await opened[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true })
})

function withCode(code: AppErrorCode) {
  return (error: unknown) => isAppError(error, code)
}

test('back-ends are detected with a reason for each that cannot be tried, and the CPU passes its trial', async () => {
  const detected = await opened.client.detect()
  expect(detected.map(({ name }) => name)).toEqual(['metal', 'cuda', 'vulkan'])
  for (const { missing, version } of detected) expect(missing === null ? version : missing).not.toBe('')
  expect(await opened.client.prove({ backend: 'cpu', file: tinyModel })).toEqual({ device: 'CPU' })
  expect(await opened.client.open({ backend: 'cpu' })).toMatchObject({ device: 'CPU' })
})

test('calls on a model that is not loaded are refused', async () => {
  await opened.client.unload()
  await expect(readInfill(opened.client, { prefix: 'a', suffix: '', maxTokens: 1 })).rejects.toSatisfy(
    withCode('model.not-loaded'),
  )
  await expect(opened.client.score({ texts: ['a b'], maxTokens: 8 })).rejects.toSatisfy(withCode('model.not-loaded'))
})

describe('a file that cannot be loaded', () => {
  const cases: { title: string; code: AppErrorCode; problem: string; name?: string; write(file: string): void }[] = [
    {
      title: 'that is no GGUF',
      code: 'model.invalid-file',
      problem: 'not a GGUF model',
      write: (file) => writeFileSync(file, 'import os\n'),
    },
    {
      title: 'whose weights are cut off',
      code: 'model.invalid-file',
      problem: 'truncated',
      write(file) {
        copyFileSync(tinyModel, file)
        truncateSync(file, 4_000_000)
      },
    },
    {
      title: 'whose header is cut off',
      code: 'model.invalid-file',
      problem: 'truncated',
      write(file) {
        copyFileSync(tinyModel, file)
        truncateSync(file, 20_000)
      },
    },
    {
      title: 'that declares more values than there are bytes',
      code: 'model.invalid-file',
      problem: 'impossible size',
      write(file) {
        const header = Buffer.alloc(64, 0xff)
        header.write('GGUF')
        header.writeUInt32LE(3, 4)
        writeFileSync(file, header)
      },
    },
    {
      title: 'whose length of the context is a text',
      code: 'model.invalid-file',
      problem: '"codeshell.context_length" as "many"',
      write: (file) => writeRandomModel(file, { values: { 'codeshell.context_length': { type: 'string', value: 'many' } } }),
    },
    {
      title: 'whose number of heads is a fraction',
      code: 'model.invalid-file',
      problem: '"codeshell.attention.head_count" as 1.5',
      write: (file) => writeRandomModel(file, { values: { 'codeshell.attention.head_count': { type: 'f32', value: 1.5 } } }),
    },
    {
      title: 'whose number of layers is not a number',
      code: 'model.invalid-file',
      problem: '"codeshell.block_count" as NaN',
      write: (file) => writeRandomModel(file, { values: { 'codeshell.block_count': { type: 'f32', value: Number.NaN } } }),
    },
    {
      title: 'with more keys than any model has',
      code: 'model.invalid-file',
      problem: '100018 keys',
      write(file) {
        const keys = Array.from({ length: 100_000 }, (_, index) => [`x.${index}`, { type: 'u32', value: index }] as const)
        writeRandomModel(file, { values: Object.fromEntries(keys), infill: false })
      },
    },
    {
      title: 'that is a LoRA adapter',
      code: 'model.invalid-file',
      problem: 'LoRA adapter',
      write: (file) => writeRandomModel(file, { values: { 'general.type': { type: 'string', value: 'adapter' } } }),
    },
    {
      title: 'whose second part is missing',
      code: 'model.invalid-file',
      problem: 'split-00002-of-00002.gguf is missing',
      name: 'split-00001-of-00002.gguf',
      write: (file) =>
        writeRandomModel(file, { values: { 'split.count': { type: 'u32', value: 2 }, 'split.no': { type: 'u32', value: 0 } } }),
    },
    {
      title: 'of an architecture that llama.cpp does not know',
      code: 'model.unsupported-architecture',
      problem: 'crystalball',
      write: (file) => writeRandomModel(file, { architecture: 'crystalball' }),
    },
  ]
  test.each(cases)('$title is described and refused, and the process stays up', async ({ code, problem, name, write }) => {
    const file = path.join(folder, name ?? `${problem.replaceAll(/\W/g, '-')}-${code}.gguf`)
    write(file)
    expect((await opened.client.inspect({ file, bundled: false })).problem).toContain(problem)
    await expect(opened.client.fit({ file })).rejects.toSatisfy(withCode(code))
    await expect(loadModel(opened.client, file)).rejects.toSatisfy(withCode(code))
    expect(await loadModel(opened.client, tinyModel)).toMatchObject({ file: tinyModel })
  })

  test('that is larger than the memory does not fit, and is refused before llama.cpp allocates anything', async () => {
    const file = path.join(folder, 'huge.gguf')
    writeRandomModel(file, { feedForward: 2 ** 31 })
    expect((await opened.client.inspect({ file, bundled: false })).problem).toBeNull()
    expect(await opened.client.fit({ file })).toMatchObject({ fits: false })
    await expect(loadModel(opened.client, file)).rejects.toSatisfy(withCode('model.out-of-memory'))
  })

  test('that lacks a tensor fails to load with the reason, and the process stays up', async () => {
    const file = path.join(folder, 'incomplete.gguf')
    writeRandomModel(file, { withoutTensor: 'blk.0.ffn_up.weight' })
    await expect(loadModel(opened.client, file)).rejects.toMatchObject({
      code: 'model.load-failed',
      data: { reason: expect.stringContaining('blk.0.ffn_up.weight') },
    })
    await expect(loadModel(opened.client, tinyModel)).resolves.toMatchObject({ infill: true })
  })

  test('that is not there is named', async () => {
    const file = path.join(folder, 'nowhere.gguf')
    await expect(loadModel(opened.client, file)).rejects.toSatisfy(withCode('model.not-found'))
  })
})

test('a number of 64 bits in a key of somebody else is no reason to refuse a model', async () => {
  const file = path.join(folder, 'hash.gguf')
  writeRandomModel(file, { values: { 'somebody.hash': { type: 'u64', value: 2n ** 64n - 1n } } })
  expect(await loadModel(opened.client, file)).toMatchObject({ name: 'Random' })
})

test('a newer load calls an older one off', async () => {
  const first = loadModel(opened.client, tinyModel).catch((error: unknown) => error)
  const second = loadModel(opened.client, tinyModel)
  expect(isAppError(await first, 'model.load-cancelled')).toBe(true)
  expect(await second).toMatchObject({ file: tinyModel })
})

test('a model without infill tokens loads, scores and refuses to complete', async () => {
  const file = path.join(folder, 'plain.gguf')
  writeRandomModel(file, { infill: false })
  expect(await opened.client.inspect({ file, bundled: false })).toMatchObject({ header: { infill: false } })
  expect(await loadModel(opened.client, file)).toMatchObject({ infill: false })
  await expect(readInfill(opened.client, { prefix: 'a', suffix: '', maxTokens: 1 })).rejects.toSatisfy(
    withCode('model.no-infill'),
  )
  expect(await opened.client.score({ texts: ['def f'], maxTokens: 8 })).toMatchObject([{ status: 'scored' }])
})

test('the description of the bundled model agrees with its card', async () => {
  expect(await opened.client.inspect({ file: tinyModel, bundled: true })).toMatchObject({
    name: 'CodeShell-Tiny',
    sizeBytes: 7_029_408,
    bundled: true,
    header: { architecture: 'codeshell', quantisation: 'Q8_0', contextLength: 1024, infill: true, licence: 'apache-2.0' },
    problem: null,
  })
})

describe('with the bundled model', () => {
  const prefix = 'import sys\n\ndef main(argv):\n    if len(argv) < 2:\n        retu'
  const suffix = '\n    return 0\n\nif __name__ == "__main__":\n    main(sys.argv)\n'

  beforeAll(async () => {
    await loadModel(opened.client, tinyModel)
  })

  test('loading measures thread counts and reports placement', async () => {
    const model = await loadModel(opened.client, tinyModel)
    expect(model).toMatchObject({ architecture: 'codeshell', totalLayers: 7, contextSize: 1024, infill: true })
    const measured = model.calibration.map(({ threads }) => threads)
    expect(measured).toContain(model.threads.generating)
    expect(measured).toContain(model.threads.reading)
    expect(model.memoryBytes).toBeGreaterThan(6_000_000)
  })

  test('a word that was begun is finished, exactly from the cursor', async () => {
    const { text, end } = await readInfill(opened.client, { prefix, suffix, maxTokens: 4 })
    expect(text).toMatch(/^rn\b/)
    expect(end).toMatchObject({ type: 'end' })
  })

  test('the cost of the prompt comes before the first token and again at the end', async () => {
    const types: string[] = []
    const costs: unknown[] = []
    for await (const event of await opened.client.infill({ prefix, suffix, maxTokens: 2 })) {
      types.push(event.type)
      if (event.type !== 'tokens') costs.push([event.promptTokens, event.reusedTokens, event.promptMs])
    }
    expect(types[0]).toBe('prompt')
    expect(types.at(-1)).toBe('end')
    expect(costs[1]).toEqual(costs[0])
  })

  test('the same request gives the same text', async () => {
    const first = await readInfill(opened.client, { prefix, suffix, maxTokens: 8 })
    const second = await readInfill(opened.client, { prefix, suffix, maxTokens: 8 })
    expect(second.text).toBe(first.text)
    expect(second.end?.reusedTokens).toBe((second.end?.promptTokens ?? 0) - 1)
  })

  test('typing on evaluates a few tokens, although there is text after the cursor', async () => {
    await readInfill(opened.client, { prefix, suffix, maxTokens: 4 })
    for (const typed of ['r', 'rn', 'rn ', 'rn 1', 'rn 1 ', 'rn 1 +']) {
      const { end } = await readInfill(opened.client, { prefix: prefix + typed, suffix, maxTokens: 4 })
      expect((end?.promptTokens ?? 0) - (end?.reusedTokens ?? 0)).toBeLessThanOrEqual(4)
    }
  })

  test('a text longer than the prompt window is cut, and typing on still reuses it', async () => {
    const long = Array.from({ length: 2000 }, (_, line) => `value_${line} = ${line}\n`).join('')
    const first = await readInfill(opened.client, { prefix: `${long}total = `, suffix: long, maxTokens: 4 })
    // How many tokens are read depends on how fast this machine reads.
    expect(first.end?.promptTokens).toBeLessThan(1024)
    expect(first.end?.promptTokens).toBeGreaterThan(190)
    const second = await readInfill(opened.client, { prefix: `${long}total = va`, suffix: long, maxTokens: 4 })
    expect((second.end?.promptTokens ?? 0) - (second.end?.reusedTokens ?? 0)).toBeLessThanOrEqual(4)
  })

  test('more tokens than the context holds end at the limit', async () => {
    const { end } = await readInfill(opened.client, { prefix: 'x = [1, 2, ', suffix: ']', maxTokens: 100_000 })
    expect(['limit', 'end-token']).toContain(end?.reason)
  })

  test('empty text before and after the cursor is completed too', async () => {
    const { end } = await readInfill(opened.client, { prefix: '', suffix: '', maxTokens: 4 })
    expect(end?.promptTokens).toBe(3)
  })

  test('leaving a stream early stops the model, and the next call works', async () => {
    for (let round = 0; round < 5; round++) {
      for await (const event of await opened.client.infill({ prefix: 'x = [', suffix: '', maxTokens: 200 })) {
        if (event.type === 'tokens') break
      }
    }
    const { end } = await readInfill(opened.client, { prefix, suffix, maxTokens: 4 })
    expect(end).not.toBeNull()
  })

  test('aborting while the prompt is read leaves the process fit for the next call', async () => {
    const controller = new AbortController()
    const long = 'value = compute(value)\n'.repeat(100)
    const stream = opened.client.infill({ prefix: long, suffix: long, maxTokens: 50 }, { signal: controller.signal })
    setImmediate(() => controller.abort())
    await expect(
      (async () => {
        for await (const _ of await stream);
      })(),
    ).rejects.toThrow()
    const { end } = await readInfill(opened.client, { prefix, suffix, maxTokens: 4 })
    expect(end).not.toBeNull()
  })

  test('a newer completion ends the older one without an end event', async () => {
    const requests = ['a = [', 'b = [', 'c = ['].map((start) =>
      readInfill(opened.client, { prefix: start, suffix: '', maxTokens: 60 }),
    )
    const ends = (await Promise.all(requests)).map(({ end }) => end !== null)
    expect(ends).toEqual([false, false, true])
  })

  test('loading another model during a completion ends it and loads', async () => {
    const running = readInfill(opened.client, { prefix: 'x = [', suffix: '', maxTokens: 200 })
    await expect(loadModel(opened.client, tinyModel)).resolves.toMatchObject({ infill: true })
    await running
  })

  test('completions and scores at the same time both end', async () => {
    const text = 'function add(a, b) {\n  return a + b\n}\n'.repeat(20)
    const scores = opened.client.score({ texts: [text, text, text], maxTokens: 300 })
    for (let round = 0; round < 5; round++) {
      expect((await readInfill(opened.client, { prefix, suffix, maxTokens: 8 })).end).not.toBeNull()
    }
    const [first, second, third] = await scores
    expect(second).toEqual(first)
    expect(third).toEqual(first)
  })

  test('unloading while texts are scored fails the call with a code', async () => {
    const scores = opened.client.score({ texts: Array.from({ length: 50 }, () => 'a = b + c\n'.repeat(80)), maxTokens: 500 })
    const failure = expect(scores).rejects.toSatisfy(withCode('model.not-loaded'))
    await opened.client.unload()
    await failure
  })
})

test('the process ends by itself when its wire closes, even in the middle of a completion', async () => {
  await using other = await openInferenceProcess()
  await loadModel(other.client, tinyModel)
  for await (const _ of await other.client.infill({ prefix: 'x = [', suffix: '', maxTokens: 200 })) {
    other.process.wire.close()
    break
  }
  expect(await other.process.exited).toMatchObject({ code: 0, signal: null })
})
