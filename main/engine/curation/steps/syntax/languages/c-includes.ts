import list from '../libraries/c.json' with { type: 'json' }
import type { LanguageImports } from '../syntax-language.ts'

const known = new Set(list.known)

/** Headers, by their file or by the folder that a library has for them. What stands in quotes is of the same project unless it is well known. */
export const cIncludes: LanguageImports = {
  separator: '/',
  parts: 1,
  standard: new Set(list.standard),
  known,
  read(statement) {
    const [, mark, name = ''] = /^#\s*include\s*([<"])([^>"\n]+)[>"]/.exec(statement) ?? []
    const [folder = ''] = name.split('/')
    return mark === '<' || (mark === '"' && known.has(folder)) ? [name] : []
  },
}
