import ignore, { type Ignore } from 'ignore'

/** What the .gitignore files from the root of a walk down to one folder say. Paths are relative to the root, with `/`. */
export interface IgnoreRules {
  ignores(path: string, kind: 'file' | 'folder'): boolean
  /** The rules within a folder that has this .gitignore; a deeper file decides before a higher one. */
  extend(folder: string, gitignore: string): IgnoreRules
}

/** Git folds case where the file system does. */
const options = { ignorecase: process.platform !== 'linux' }
/** The matcher remembers every path it was asked for; it is made anew before that adds up. */
const maxRememberedPaths = 20_000

/** One matcher for all files together, with the patterns of deeper ones rewritten to start at the root: only so a deeper `!` takes effect. */
export function createIgnoreRules(patterns: readonly string[] = []): IgnoreRules {
  let matcher: Ignore = ignore(options).add(patterns)
  let rememberedPaths = 0
  return {
    ignores(path, kind) {
      if (patterns.length === 0) return false
      if (++rememberedPaths > maxRememberedPaths) {
        matcher = ignore(options).add(patterns)
        rememberedPaths = 0
      }
      return matcher.ignores(kind === 'folder' ? `${path}/` : path)
    },
    extend(folder, gitignore) {
      const lines = gitignore.replace(/^\uFEFF/, '').split(/\r?\n/)
      return createIgnoreRules([...patterns, ...lines.flatMap((line) => toRootPattern(line, folder) ?? [])])
    },
  }
}

/** https://git-scm.com/docs/gitignore: a pattern with a slash before its end is bound to the folder, any other holds at every depth. */
function toRootPattern(line: string, folder: string): string | undefined {
  if (line.trim() === '' || line.startsWith('#')) return undefined
  if (folder === '') return line
  const [sign, pattern] = line.startsWith('!') ? ['!', line.slice(1)] : ['', line]
  const isBound = pattern.trimEnd().replace(/\/$/, '').includes('/')
  const base = `/${folder.replace(/[\\*?[\]]/g, '\\$&')}/`
  return sign + base + (isBound ? pattern.replace(/^\//, '') : `**/${pattern}`)
}
