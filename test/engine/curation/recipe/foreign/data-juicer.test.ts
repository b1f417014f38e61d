import { describe, expect, test } from 'vitest'
import { readFileRule } from '../../../../../main/engine/curation/recipe/file-rule.ts'
import { exportDataJuicer } from '../../../../../main/engine/curation/recipe/foreign/export-data-juicer.ts'
import { importDataJuicer } from '../../../../../main/engine/curation/recipe/foreign/import-data-juicer.ts'

/** In the form of the configurations that come with Data-Juicer. */
const config = `
# global parameters
project_name: 'code-refine'
dataset_path: '/path/to/your/dataset'
np: 50  # number of subprocess
open_tracer: true

process:
  - clean_email_mapper:
  - clean_links_mapper:
  - document_deduplicator:
  - alphanumeric_filter:  # 18766
      tokenization: false
      min_ratio: 0.2
      max_ratio: 0.9163
  - alphanumeric_filter:
      tokenization: true
      min_ratio: 1.5
  - average_line_length_filter:
      max_len: 150
  - character_repetition_filter:
      rep_len: 10
      max_ratio: 0.36
  - words_num_filter:
      min_num: 20
  - suffix_filter:
      suffixes: [".py", ".C", "Makefile"]
  - document_minhash_deduplicator:
      jaccard_threshold: 0.8
  - document_simhash_deduplicator:
      hamming_distance: 4
  - image_size_filter:
`

test('a configuration of Data-Juicer becomes rules, with the defaults of its operators, and says what was left out', () => {
  const { recipe, leftOut } = importDataJuicer(config)
  expect(recipe.name).toBe('code-refine')
  expect(recipe.rules).toEqual(
    [
      { rule: 'finding' as const, step: 'personal-data', types: ['mail-address'], action: 'mask' as const },
      { rule: 'duplicate' as const, step: 'exact-duplicates', keep: [] },
      { rule: 'threshold' as const, signal: 'alphanumeric_fraction', min: 0.2, max: 0.9163 },
      { rule: 'threshold' as const, signal: 'mean_line_length', min: 10, max: 150 },
      { rule: 'threshold' as const, signal: 'dj_character_repetition', max: 0.36 },
      { rule: 'threshold' as const, signal: 'dj_word_count', min: 20 },
      { rule: 'category' as const, property: 'extension' as const, keep: ['.py', '.c', 'none'] },
      { rule: 'duplicate' as const, step: 'near-duplicates', jaccard: 0.8, keep: [] },
    ].map(readFileRule),
  )
  expect(leftOut.map(({ what }) => what)).toEqual([
    ...['dataset_path', 'np', 'open_tracer', 'clean_links_mapper', 'alphanumeric_filter', 'document_simhash_deduplicator'],
    'image_size_filter',
  ])
  for (const { reason } of leftOut) expect(reason).toMatch(/^[A-Z].*\.$/)
})

describe('left out on the way to Data-Juicer', () => {
  test.each([
    ['a scope', { rule: 'threshold', signal: 'mean_line_length', max: 9, only: { languages: ['C'] } }],
    ['a percentile', { rule: 'threshold', signal: 'mean_line_length', max: { percentile: 9 } }],
    ['a signal of ours', { rule: 'threshold', signal: 'xml_header', max: 0 }],
    ['a language', { rule: 'category', property: 'language', keep: ['C'] }],
    ['secrets', { rule: 'finding', step: 'secrets', action: 'mask' }],
    ['a score', { rule: 'score', min: 0.5 }],
    ['a bound with a fraction', { rule: 'threshold', signal: 'mean_line_length', max: 99.5 }],
    ['an extension to drop', { rule: 'category', property: 'extension', keep: ['.c'], drop: ['.h'] }],
    ['nothing to keep', { rule: 'category', property: 'extension', keep: [] }],
    ['a step that is not there', { rule: 'duplicate', step: 'others' }],
  ] as const)('%s is named', (_, entry) => {
    const rule = readFileRule(entry as unknown as Parameters<typeof readFileRule>[0])
    const { text, ruleCount, leftOut } = exportDataJuicer({ name: 'r', score: 'kept', steps: [], rules: [rule] })
    expect(leftOut).toHaveLength(1)
    expect(ruleCount).toBe(0)
    expect(text).toContain('process: []')
  })
})

test.each([
  ['no suffix', 'suffix_filter:'],
  ['no suffix at all', 'suffix_filter:\n      suffixes: []'],
  ['a similarity above 1', 'document_minhash_deduplicator:\n      jaccard_threshold: 1.5'],
  ['a similarity that is no number', 'document_minhash_deduplicator:\n      jaccard_threshold: high'],
])('an operator with %s is left out', (_, operator) => {
  const { recipe, leftOut } = importDataJuicer(`process:\n  - ${operator}\n`)
  expect(recipe.rules).toEqual([])
  expect(leftOut).toEqual([{ what: operator.split(':')[0], reason: expect.stringMatching(/^It.*\.$/) }])
})

test('what is no configuration says where', () => {
  expect(() => importDataJuicer('process:\n  - [')).toThrow(expect.objectContaining({ code: 'recipe.invalid' }))
  expect(() => importDataJuicer('- a')).toThrow('it is no map of keys')
})
