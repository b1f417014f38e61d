import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

export interface SourceFile {
  readonly path: string
  readonly language: string
  readonly bytes: Uint8Array
}

const languages: Record<string, string> = {
  '.py': 'Python',
  '.java': 'Java',
  '.js': 'JavaScript',
  '.mjs': 'JavaScript',
  '.ts': 'TypeScript',
  '.tsx': 'TSX',
  '.c': 'C',
  '.cc': 'C++',
  '.cpp': 'C++',
  '.cs': 'C#',
  '.go': 'Go',
  '.rs': 'Rust',
  '.php': 'PHP',
  '.rb': 'Ruby',
  '.sh': 'Shell',
}
/** Larger ones are mostly bundles. */
const fileBytes = 256 * 1024

/** Source files below folders, up to `languageBytes` of each language, the same ones at every call. */
export function readSyntaxCorpus(folders: readonly string[], languageBytes: number): Map<string, SourceFile[]> {
  const corpus = new Map<string, SourceFile[]>()
  const sizes = new Map<string, number>()
  for (const file of folders.flatMap((folder) => [...findFiles(folder)])) {
    const language = languages[path.extname(file)]
    if (language === undefined || (sizes.get(language) ?? 0) >= languageBytes) continue
    const bytes = readFileSync(file)
    if (bytes.length === 0 || bytes.length > fileBytes) continue
    sizes.set(language, (sizes.get(language) ?? 0) + bytes.length)
    corpus.set(language, [...(corpus.get(language) ?? []), { path: file, language, bytes }])
  }
  return corpus
}

function* findFiles(folder: string): Generator<string> {
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))
  for (const entry of entries) {
    const file = path.join(folder, entry.name)
    if (entry.isDirectory()) yield* findFiles(file)
    else if (entry.isFile() && !entry.name.endsWith('.d.ts') && !entry.name.includes('.min.')) yield file
  }
}
