import type { Monaco } from './monaco-api.ts'

/** A language that a new file can be in. */
export interface FileLanguage {
  /** Monaco's id. */
  id: string
  /** As people write it. */
  name: string
  /** With its dot, e.g. `.py`. */
  extension: string
}

/** What most people are after comes first; the rest follows by name. */
const firstIds = ['python', 'javascript', 'typescript', 'java', 'go', 'cpp', 'c', 'rust', 'csharp', 'shell', 'plaintext']

type Registered = ReturnType<Monaco['languages']['getLanguages']>[number]

/** The languages that files are in; what Monaco registers without an ending of names is a variant of another one. */
export function listFileLanguages(registered: readonly Registered[]): FileLanguage[] {
  const languages = new Map<string, FileLanguage>()
  for (const { id, aliases, extensions } of registered) {
    const [extension] = extensions ?? []
    // Some are registered twice; the first says most.
    if (extension && !languages.has(id)) languages.set(id, { id, name: aliases?.[0] ?? id, extension })
  }
  const rank = ({ id }: FileLanguage) => (firstIds.includes(id) ? firstIds.indexOf(id) : firstIds.length)
  return [...languages.values()].sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name))
}

/** The language whose new files have a name like this one, `plaintext` when there is none. */
export function findLanguageOf(name: string, languages: readonly FileLanguage[]): string {
  return languages.find(({ extension }) => name.endsWith(extension))?.id ?? 'plaintext'
}
