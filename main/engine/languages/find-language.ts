import { findLanguageOfStart, readMarks } from './content-marks.ts'
import { disambiguate } from './heuristics.ts'
import { getLanguageTable, type LanguageTable } from './language-table.ts'

/** The language of files that nothing else is known about. */
export const unknownLanguage = 'Unknown'

/**
 * The language of a text by GitHub Linguist's names. `path` is null for a text that came without one; `start` is the beginning of the
 * content, of which 50 kB are looked at.
 *
 * In this order: a modeline, the whole file name, the longest known extension; where languages share that, the interpreter that the first
 * line names, then Linguist's heuristics. A text that has none of these is known by its interpreter or by how it begins.
 *
 * Linguist asks the interpreter before the extension, so that to it a `.ts` for Node.js is JavaScript; and where its heuristics find nothing,
 * it asks a classifier, which is not published with its data: here the language is taken that most files of the extension have.
 */
export function findLanguage(path: string | null, start: Uint8Array): string {
  const table = getLanguageTable()
  const { modeline, interpreter } = readMarks(start)
  const fileName = path?.slice(path.lastIndexOf('/') + 1) ?? ''
  const stated = table.byAlias.get(modeline ?? '') ?? table.byFileName.get(fileName)
  if (stated !== undefined) return stated
  const interpreted = table.byInterpreter.get(interpreter ?? '')
  const extension = findExtension(fileName, table)
  if (extension === undefined) return interpreted?.[0] ?? findLanguageOfStart(start) ?? unknownLanguage
  const sharing = table.byExtension.get(extension) ?? []
  if (sharing.length < 2) return sharing[0] ?? unknownLanguage
  const agreeing = interpreted?.filter((language) => sharing.includes(language)) ?? []
  return (agreeing.length === 1 ? agreeing[0] : disambiguate(extension, start)) ?? agreeing[0] ?? sharing[0] ?? unknownLanguage
}

function findExtension(fileName: string, { byExtension }: LanguageTable): string | undefined {
  const name = fileName.toLowerCase()
  for (let dot = name.indexOf('.'); dot !== -1; dot = name.indexOf('.', dot + 1)) {
    const extension = name.slice(dot)
    if (byExtension.has(extension)) return extension
  }
  return undefined
}
