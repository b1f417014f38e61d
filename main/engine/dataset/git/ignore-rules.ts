import type { ByteText } from './byte-text.ts'
import { type IgnorePattern, readIgnorePatterns } from './ignore-pattern.ts'

/** What the files of rules from the top of a tree down to one folder say. Paths are relative to the top, with `/`. */
export interface IgnoreRules {
  /** A folder above that is ignored decides for all below it, which is not asked here. */
  ignores(path: ByteText, kind: 'file' | 'folder'): boolean
  /** The rules within a folder with these rules of its own; they decide before those of the folders above it. */
  extend(folder: ByteText, content: ByteText): IgnoreRules
}

/** `ignoreCase` as in `core.ignoreCase`. */
export function createIgnoreRules({ ignoreCase = false }: { ignoreCase?: boolean } = {}): IgnoreRules {
  return createRules({ patterns: [], start: 0, above: null, ignoreCase })
}

interface RuleList {
  patterns: readonly IgnorePattern[]
  /** Where paths begin that are relative to the folder of the rules. */
  start: number
  above: RuleList | null
  ignoreCase: boolean
}

function createRules(own: RuleList): IgnoreRules {
  return {
    ignores(path, kind) {
      for (let list: RuleList | null = own; list; list = list.above) {
        const relative = path.slice(list.start)
        const decisive = list.patterns.findLast(({ isFolderOnly, matches }) => {
          return (kind === 'folder' || !isFolderOnly) && matches(relative)
        })
        if (decisive) return !decisive.isNegative
      }
      return false
    },
    extend(folder, content) {
      const patterns = readIgnorePatterns(content, own.ignoreCase)
      if (patterns.length === 0) return createRules(own)
      return createRules({ ...own, patterns, start: folder === '' ? 0 : folder.length + 1, above: own })
    },
  }
}
