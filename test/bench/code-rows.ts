import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { zstdDecompressSync } from 'node:zlib'

/** A row of a corpus, as published data sets of code have them. */
export interface CodeRow {
  content: string
  path: string
  lang: string
  license: string
  repo: string
  stars: number
}

interface RealFile {
  lines: string[]
  path: string
  lang: string
  license: string
}

/** One row in so many is a copy of an earlier one with a few changed lines. */
const nearDuplicateEvery = 5

/**
 * Makes rows of any number from the real files of the sample: lines of one file from a place of its own on, with names that no other row has,
 * of sizes as real files have them. A row depends on its number alone.
 */
export function createRowGenerator(): (number: number) => CodeRow {
  const files = readSample()
  return (number) => {
    const isCopy = number % nearDuplicateEvery === nearDuplicateEvery - 1
    const row = makeRow(files, isCopy ? number - 1 - (mix(number) % Math.min(number, 1000)) : number)
    return isCopy ? changeLines(row, number) : row
  }
}

function readSample(): RealFile[] {
  const file = fileURLToPath(new URL('../../assets/sample/sample.jsonl.zst', import.meta.url))
  const lines = zstdDecompressSync(readFileSync(file)).toString().split('\n').filter(Boolean)
  return lines.map((line) => {
    const { text = '', path = '', language = '', license = '', licence = license } = JSON.parse(line)
    return { lines: text.split('\n'), path, lang: language, license: licence }
  })
}

function makeRow(files: readonly RealFile[], number: number): CodeRow {
  const { lines, path, lang, license } = files[mix(number) % files.length] as RealFile
  const start = mix(number ^ 0x5bd1e995) % Math.max(1, Math.ceil(lines.length / 2))
  const name = `_${number.toString(36)}`
  // The longest words of code are its own names.
  const content = [...lines.slice(start), ...lines.slice(0, start)]
    .join('\n')
    .replaceAll(/\b[a-z]\w{9,}\b/gi, (word) => word + name)
  return {
    content,
    path: `d${number % 997}/${number}/${path}`,
    lang,
    license,
    repo: `owner${number % 5003}/repo`,
    stars: mix(number) % 1000,
  }
}

function changeLines(row: CodeRow, number: number): CodeRow {
  const lines = row.content.split('\n')
  for (let change = 0; change < 3; change++) lines[mix(number + change) % lines.length] = `// changed ${number} ${change}`
  return { ...row, content: lines.join('\n'), path: `copies/${number}/${row.path}` }
}

/** A number that looks like chance, of 31 bits. */
function mix(number: number): number {
  let mixed = Math.imul(number + 1, 0x9e3779b1)
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x85ebca6b)
  return (mixed ^ (mixed >>> 13)) >>> 1
}
