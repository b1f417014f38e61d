import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { readFileRule } from '#engine/curation/recipe/file-rule'
import { exportRecipe } from '#engine/curation/recipe/foreign/export-recipe'
import { runDolmaMixer } from '../../../../support/dolma.ts'

const tagger = 'code_redpajama_taggers_v1'
const name = `${tagger}__${tagger}__avg_line_length_doc`
const [min, max] = [5e-7, 100]
const values = [0, 1e-7, min, 0.25, 99.5, max, 100.5, 1e6]

function toLines(rows: readonly unknown[]): Buffer {
  return gzipSync(rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
}

test('the mixer of dolma keeps what the rules keep, with what is equal to a bound, and masks what it is told to', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'dolma-mixer-'))
  const text = 'mail a@b.example now'
  const spans = { pii_regex_v2__pii_regex_v2__EMAIL_ADDRESS: [[5, 16, 1]] }
  for (const each of ['documents', `attributes/${tagger}`, 'attributes/pii_regex_v2'])
    await mkdir(join(folder, 'data', each), { recursive: true })
  const ids = values.map((_, place) => String(place))
  const write = (of: string, row: (id: string, place: number) => object) =>
    writeFile(join(folder, 'data', of, 'a.json.gz'), toLines(ids.map((id, place) => ({ id, ...row(id, place) }))))
  await write('documents', () => ({ text, source: 's' }))
  await write(`attributes/${tagger}`, (_, place) => ({ attributes: { [name]: [[0, text.length, values[place]]] } }))
  await write('attributes/pii_regex_v2', () => ({ attributes: spans }))
  const rules = [
    readFileRule({ rule: 'threshold', signal: 'mean_line_length', min, max }),
    readFileRule({ rule: 'finding', step: 'personal-data', types: ['mail-address'], action: 'mask' }),
  ]
  const { text: config } = exportRecipe({ name: 'mixed', score: 'kept', steps: [], rules }, 'dolma')
  await writeFile(join(folder, 'config.yaml'), config)
  if (await runDolmaMixer(folder, 'config.yaml')) {
    const files = await readdir(join(folder, 'output'))
    const lines = await Promise.all(
      files.map(async (file) => gunzipSync(await readFile(join(folder, 'output', file))).toString()),
    )
    const kept = lines
      .join('')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { id: string; text: string })
    expect(kept.map(({ id }) => Number(id)).toSorted()).toEqual([2, 3, 4, 5])
    expect(new Set(kept.map((each) => each.text))).toEqual(new Set(['mail <EMAIL_ADDRESS> now']))
  }
  await rm(folder, { recursive: true })
}, 300_000)
