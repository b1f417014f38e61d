import { getLanguageTable } from './language-table.ts'

/** The language that a data set means by a word, by GitHub Linguist's names and aliases (`python`, `cpp`, `c-sharp`); a word that it does not know stays as it is. */
export function nameLanguage(words: string): string | null {
  const word = words.trim()
  if (word === '') return null
  return (
    getLanguageTable().byAlias.get(word.toLowerCase().replaceAll(' ', '-')) ??
    getLanguageTable().byAlias.get(word.toLowerCase()) ??
    word
  )
}
