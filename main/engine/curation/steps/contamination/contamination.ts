import { z } from 'zod'
import { eachDocument } from '../each-document.ts'
import type { DocumentStep, StepFinding } from '../step.ts'
import { createBenchmarkIndex } from './benchmark-index.ts'
import { findOverlaps } from './find-overlaps.ts'
import { readBenchmark } from './read-benchmark.ts'

interface ContaminationParameters {
  benchmarks: string[]
  ngram: number
  min_share: number
}

/** With more, a document is a copy of the benchmark, and the first ones show it. */
const mostEntries = 10

/**
 * Text of benchmarks in documents. Rows of words are compared as in DeepSeek-Coder (Guo et al. 2024, section 2.4: any 10 in a row), but a
 * document is known by the share of an entry that it holds: in code, 10 words in a row are often nobody's. 1 is what StarCoder looks for
 * (Li et al. 2023, section 3: a whole docstring or solution).
 */
export const contamination: DocumentStep<ContaminationParameters> = {
  kind: 'contamination',
  title: 'Benchmarks',
  description: 'Finds text of benchmarks, HumanEval and MBPP say, that would make a model look better than it is.',
  scope: 'document',
  version: 1,
  costMsPerMb: 60,
  parameters: z.strictObject({
    benchmarks: z
      .array(z.string())
      .default([])
      .describe('Files of benchmarks, by absolute path: JSON Lines or an array of JSON, plain or packed by gzip.'),
    ngram: z.int().min(6).max(50).default(10).describe('How many words in a row are compared; marks and case do not count.'),
    min_share: z
      .number()
      .min(0)
      .max(1)
      .default(0.5)
      .describe("The share of an entry's rows of words from which on it is marked in a document. 0 marks every shared row."),
  }),
  describe: () => ({
    signals: [
      {
        name: 'contamination_overlap',
        label: 'Text of benchmarks',
        unit: 'fraction',
        description: 'The largest share of a text of a benchmark that the document holds.',
      },
    ],
    findings: [{ type: 'benchmark-text', label: 'Text of a benchmark', placeholder: '<BENCHMARK>' }],
  }),
  needs: ({ benchmarks }) => ({ files: benchmarks }),
  async open({ parameters: { benchmarks, ngram, min_share } }) {
    const texts = await Promise.all(benchmarks.map(readBenchmark))
    const index = createBenchmarkIndex(texts.flat(), ngram)
    return {
      async run(batch, signal) {
        const shares = new Float32Array(batch.ids.length)
        const findings: StepFinding[] = []
        for await (const { document, bytes } of eachDocument(batch, signal)) {
          const overlaps = findOverlaps(bytes, index)
          shares[document] = overlaps[0]?.share ?? 0
          for (const { text, share, spans } of overlaps.filter((each) => each.share >= min_share).slice(0, mostEntries)) {
            const note = `${text.entry}, ${text.field}: ${Math.round(share * 100)} %`
            for (const span of spans) findings.push({ document, type: 'benchmark-text', ...span, note })
          }
        }
        return { signals: { contamination_overlap: shares }, findings }
      },
      async [Symbol.asyncDispose]() {},
    }
  },
}
