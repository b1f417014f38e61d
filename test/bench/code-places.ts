import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { CompletionRequest } from '#contracts/completion'

export interface CodeFile {
  readonly file: string
  readonly language: string
}

/** A place where a person types: in a line whose rest is not written yet, or on a new line. */
export interface CodePlace {
  readonly kind: 'inside a line' | 'empty line'
  readonly request: CompletionRequest
  /** What the file has in this line behind the cursor. */
  readonly truth: string
}

/** Files that every machine has and that no bundled model was trained on: Python's standard library, and packages of this project. */
export function listInstalledFiles(): CodeFile[] {
  const modules = fileURLToPath(new URL('../../node_modules', import.meta.url))
  const python = execFileSync('python3', ['-c', 'import sysconfig; print(sysconfig.get_path("stdlib"))'], { encoding: 'utf8' })
  return [
    ...listFolder(path.join(modules, 'react/cjs'), { extension: 'development.js', language: 'javascript' }),
    ...listFolder(path.join(modules, 'ws/lib'), { extension: '.js', language: 'javascript' }),
    ...listFolder(python.trim(), { extension: '.py', language: 'python' }),
  ]
}

export function listFolder(folder: string, { extension, language }: { extension: string; language: string }): CodeFile[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(extension))
    .sort()
    .map((name) => ({ file: path.join(folder, name), language }))
}

/** The same places for the same files; each language gives as many, and a third of them are new lines. */
export function pickPlaces(files: readonly CodeFile[], count: number): CodePlace[] {
  const random = createRandom(1)
  const below = (limit: number) => Math.floor(random() * limit)
  const byLanguage = [...Map.groupBy(files, ({ language }) => language).values()]
  const places: CodePlace[] = []
  while (places.length < count) {
    const group = byLanguage[places.length % byLanguage.length] ?? files
    const { file, language } = group[below(group.length)] ?? { file: '', language: '' }
    const lines = readFileSync(file, 'utf8').split('\n')
    const row = below(lines.length)
    const line = lines[row] ?? ''
    const indentation = line.length - line.trimStart().length
    if (row < 5 || line.trim().length < 6) continue
    const kind = places.length % 3 === 2 ? 'empty line' : 'inside a line'
    const column = kind === 'empty line' ? indentation : indentation + 1 + below(line.length - indentation - 2)
    const prefix = [...lines.slice(0, row), line.slice(0, column)].join('\n')
    const suffix = `\n${lines.slice(row + 1).join('\n')}`
    places.push({
      kind,
      truth: line.slice(column),
      request: { path: file, language, prefix, suffix, trigger: 'automatic', lines: 'auto' },
    })
  }
  return places
}

/** Whether a suggestion begins as the file goes on: its first three characters, or all that it has. */
export function beginsAsFile(text: string, { truth }: CodePlace): boolean {
  return text.slice(0, 3) === truth.slice(0, Math.min(3, text.length))
}

function createRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}
