import { expect, test } from 'vitest'
import { readFileRule } from '../../../../../main/engine/curation/recipe/file-rule.ts'
import { exportDolma } from '../../../../../main/engine/curation/recipe/foreign/export-dolma.ts'
import { importDolma } from '../../../../../main/engine/curation/recipe/foreign/import-dolma.ts'

const attribute = 'exp__code_redpajama_taggers_v1__max_line_length_doc'
/** In the form of docs/examples and configs of dolma. */
const config = `
streams:
  - name: stack
    documents: ["s3://bucket/documents/*.gz"]
    attributes: [exp, bff_duplicate_paragraph_spans]
    output: { path: out, max_size_in_bytes: 1_000_000_000 }
    filter:
      include:
        - "$.attributes[?(@.exp__code_redpajama_taggers_v1__alnum_prop_doc[0][2] >= 0.25)]"
      exclude:
        - "$.attributes[?(@.${attribute} && @.${attribute}[0] && @.${attribute}[0][2] > 1000)]"
        - "$.attributes[?(@.exp__code_starcoder_taggers_v2__code_to_comment_ratio_doc[0][2] < 0.01)]"
        - "$.attributes[?(@.exp__code_redpajama_taggers_v1__avg_line_length_doc[0][2] >= 100)]"
        - "$@.attributes[?(@.bff_duplicate_paragraph_spans && @.bff_duplicate_paragraph_spans[0] && @.bff_duplicate_paragraph_spans[0][2] >= 1.0)]"
        - "$.metadata[?(@.length < 10)]"
    span_replacement:
      - { span: "$.attributes.exp__pii_regex_v2__EMAIL_ADDRESS", min_score: 0.5, replacement: "|||EMAIL_ADDRESS|||" }
      - { span: "$.attributes.exp__cld2_en_paragraph__not_en", min_score: 0.1, replacement: "" }
  - name: books
processes: 1
`

test('the filter of a mixer becomes rules, and says what was left out', () => {
  const { recipe, leftOut } = importDolma(config)
  expect(recipe.name).toBe('stack')
  const below100 = 100 - 2 ** -17
  expect(recipe.rules).toEqual(
    [
      { rule: 'threshold' as const, signal: 'max_line_length', max: 1000 },
      {
        rule: 'threshold' as const,
        signal: 'comment_fraction',
        min: 0.01,
        only: { languages: ['Python', 'Java', 'JavaScript'] },
      },
      { rule: 'threshold' as const, signal: 'mean_line_length', max: below100 },
      { rule: 'threshold' as const, signal: 'alphanumeric_fraction', min: 0.25 },
      { rule: 'finding' as const, step: 'personal-data', types: ['mail-address'], action: 'mask' as const },
    ].map(readFileRule),
  )
  expect(Math.fround(below100)).toBe(below100)
  expect(leftOut.map(({ what }) => what.slice(0, 40))).toEqual([
    'stream: books',
    '$@.attributes[?(@.bff_duplicate_paragrap',
    '$.metadata[?(@.length < 10)]',
    '$.attributes.exp__cld2_en_paragraph__not',
  ])
})

test('what both know comes back as it went, and the rest is named', () => {
  const { recipe } = importDolma(config)
  const rules = [
    ...recipe.rules,
    readFileRule({ rule: 'threshold', signal: 'html_text_fraction', min: 0.2, max: 0.9 }),
    readFileRule({ rule: 'duplicate', step: 'near-duplicates' }),
    readFileRule({ rule: 'threshold', signal: 'lines', max: 5 }),
  ]
  const { text, leftOut } = exportDolma({ ...recipe, rules })
  expect(leftOut.map(({ what }) => what)).toEqual(['duplicate: near-duplicates', 'threshold: lines'])
  expect(text).toContain('code_starcoder_taggers_v2')
  const again = importDolma(text)
  expect(again.leftOut).toEqual([])
  expect(new Set(again.recipe.rules.map((rule) => JSON.stringify(rule)))).toEqual(
    new Set(rules.slice(0, 6).map((rule) => JSON.stringify(rule))),
  )
})
