import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { z } from 'zod'
import type { CorpusStep, DocumentStep, Step, StepBatch } from '#engine/curation/steps/step'

/** Steps that are small enough to be seen through, for tests of what runs them. */

const signal = (name: string) => ({ name, label: name, unit: 'numbers', description: `The ${name} of a document.` })

function readTexts({ bytes, offsets }: StepBatch): string[] {
  return Array.from({ length: offsets.length - 1 }, (_, place) =>
    Buffer.from(bytes.subarray(offsets[place], offsets[place + 1])).toString(),
  )
}

const lettersParameters = z.strictObject({
  letter: z.string().default('a').describe('Which letter to count.'),
  delay_ms: z.number().default(0).describe('How long a batch takes beside counting.'),
})

/** Counts a letter, finds every "TODO", has nothing to say of what contains "odd", and ends its process with "deadly". */
const letters: DocumentStep<z.infer<typeof lettersParameters>> = {
  scope: 'document',
  kind: 'letters',
  title: 'Letters',
  description: 'Counts a letter.',
  parameters: lettersParameters,
  version: 1,
  costMsPerMb: 1,
  describe: () => ({
    signals: [signal('letter_count')],
    findings: [{ type: 'todo', label: 'To do', placeholder: '<TODO>' }],
  }),
  needs: () => ({}),
  open: async ({ parameters }) => ({
    async run(batch, aborting) {
      const texts = readTexts(batch)
      if (texts.some((text) => text.includes('deadly'))) process.kill(process.pid, 'SIGKILL')
      await delay(parameters.delay_ms, undefined, { signal: aborting })
      return {
        signals: {
          letter_count: Float32Array.from(texts, (text) =>
            text.includes('odd') ? Number.NaN : text.split(parameters.letter).length - 1,
          ),
        },
        findings: texts.flatMap((text, document) =>
          [...text.matchAll(/TODO/g)].map(({ index }) => ({ document, type: 'todo', start: index, end: index + 4, note: null })),
        ),
        problems: texts.flatMap((text, document) => (text.includes('odd') ? [{ document, reason: 'It is odd.' }] : [])),
      }
    },
    [Symbol.asyncDispose]: async () => undefined,
  }),
}

/** Twice the count of the letter, to depend on another step. */
const doubled: DocumentStep = {
  scope: 'document',
  kind: 'doubled',
  title: 'Doubled',
  description: 'Doubles what the step before counted.',
  parameters: z.strictObject({}),
  version: 1,
  costMsPerMb: 0.1,
  describe: () => ({ signals: [signal('letter_count_doubled')] }),
  needs: () => ({ signals: ['letter_count'] }),
  open: async () => ({
    run: async (batch) => ({
      signals: { letter_count_doubled: (batch.signals.letter_count as Float32Array).map((value) => value * 2) },
    }),
    [Symbol.asyncDispose]: async () => undefined,
  }),
}

const trainedParameters = z.strictObject({ query: z.string().default('').describe('What to learn from.') })

/** How much longer a document is than those that it learned from. */
const trained: DocumentStep<z.infer<typeof trainedParameters>> = {
  scope: 'document',
  kind: 'trained',
  title: 'Trained',
  description: 'Compares lengths.',
  parameters: trainedParameters,
  version: 1,
  costMsPerMb: 10,
  describe: () => ({ signals: [signal('length_difference')] }),
  needs: () => ({}),
  async prepare({ parameters, folder, selectDocuments, log }) {
    let [bytes, count] = [0, 0]
    for await (const batch of selectDocuments(parameters.query)) {
      bytes += batch.bytes.length
      count += batch.ids.length
    }
    log(`Learned from ${count} documents.`)
    const file = path.join(folder, 'mean.txt')
    await writeFile(file, String(bytes / count))
    return { mean: file }
  },
  async open({ prepared }) {
    const mean = Number(await readFile(prepared.mean ?? '', 'utf8'))
    return {
      run: async (batch) => ({
        signals: { length_difference: Float32Array.from(readTexts(batch), (text) => text.length - mean) },
      }),
      [Symbol.asyncDispose]: async () => undefined,
    }
  },
}

const twinsParameters = z.strictObject({ delay_ms: z.number().default(0).describe('How long a batch takes beside mapping.') })

/** Pairs of documents with the same first line, and how many have it. */
const twins: CorpusStep<z.infer<typeof twinsParameters>> = {
  scope: 'corpus',
  kind: 'twins',
  title: 'Twins',
  description: 'Finds documents that begin alike.',
  parameters: twinsParameters,
  version: 1,
  costMsPerMb: 5,
  describe: () => ({ signals: [signal('twin_count')], pairs: true }),
  needs: () => ({}),
  open: async ({ parameters }) => ({
    async map(batch, aborting) {
      await delay(parameters.delay_ms, undefined, { signal: aborting })
      return Buffer.from(JSON.stringify(readTexts(batch).map((text) => text.split('\n')[0])))
    },
    async combine(corpus) {
      const groups = new Map<string, number[]>()
      const all: string[] = []
      for await (const { ids, bytes } of corpus.parts()) {
        const lines = JSON.parse(Buffer.from(bytes).toString()) as string[]
        for (const [place, line] of lines.entries()) groups.set(line, [...(groups.get(line) ?? []), ids[place] as number])
        all.push(...lines)
      }
      if (all.length !== corpus.documentCount) throw new Error('The count of the corpus is wrong.')
      const pairs = [...groups.values()].flatMap(([first, ...others]) => others.map((other) => [first as number, other]))
      pairs.sort(([a = 0, b = 0], [c = 0, d = 0]) => a - c || b - d)
      return {
        pairs: {
          firsts: Uint32Array.from(pairs, ([first = 0]) => first),
          seconds: Uint32Array.from(pairs, ([, second = 0]) => second),
          jaccards: new Float32Array(pairs.length).fill(1),
        },
        signals: { twin_count: Float32Array.from(all, (line) => groups.get(line)?.length ?? 0) },
      }
    },
    [Symbol.asyncDispose]: async () => undefined,
  }),
}

export const steps = [letters, doubled, trained, twins] as unknown as readonly Step[]
