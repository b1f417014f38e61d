import { z } from 'zod'
import type { Signal } from '#contracts/dataset'
import { type ExportOptions, exportFormat } from '#contracts/exports'
import type { Rule } from '#contracts/rule'
import type { ExportTally, TallyEntry } from './export-tally.ts'
import type { WrittenFile, WrittenOutput } from './outgoing-document.ts'

/** All that is told of an export when it is done. */
export interface ExportAccount {
  options: ExportOptions
  projectName: string
  /** In force when the export began. */
  recipe: ExportedRecipe
  /** Those that were written. */
  signals: readonly Signal[]
  /** Every one that the recipe may speak of. */
  projectSignals: readonly Signal[]
  /** Names of the sources that the query restricts to. */
  querySources: readonly string[]
  tally: ExportTally
  output: WrittenOutput
  programVersion: string
  createdAt: Date
}

export interface ExportedRecipe {
  name: string
  /** YAML. */
  text: string
  rules: readonly Rule[]
}

const manifestKind = 'codeshell-export'

/** As much of a manifest as is needed to know its files again. */
const knownManifest = z.object({
  kind: z.literal(manifestKind),
  format: exportFormat,
  files: z.array(z.object({ name: z.string(), sizeBytes: z.number(), sha256: z.string() })),
})
export type KnownManifest = z.infer<typeof knownManifest>

/** Null when the text is no manifest of an export. */
export function readManifest(text: string): KnownManifest | null {
  try {
    return knownManifest.safeParse(JSON.parse(text)).data ?? null
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    return null
  }
}

/** What was written, how it was chosen and by what, for programs. `card` is listed among the files. Where sources lie is nobody's business. */
export function formatManifest(account: ExportAccount, card: WrittenFile): string {
  const { options, recipe, tally, output } = account
  const { format, which, query, sort, properties } = options
  const manifest = {
    kind: manifestKind,
    version: 1,
    program: { name: 'CodeShell Workbench', version: account.programVersion },
    createdAt: account.createdAt.toISOString(),
    project: account.projectName,
    format,
    documents: tally.documents,
    textBytes: tally.sizeBytes,
    lossyDocuments: tally.lossyDocuments,
    maskedDocuments: tally.maskedDocuments,
    maskedPlaces: tally.maskedPlaces,
    files: [...output.files, card],
    which,
    query: { ...query, sources: account.querySources },
    sort,
    properties,
    signals: account.signals.map(({ name, label, unit, description, producer, stale }) => ({
      ...{ name, label, unit, description, producer, stale },
    })),
    recipe: { name: recipe.name, text: recipe.text },
    languages: listEntries('language', tally.languages),
    licences: listEntries('licence', tally.licences),
    sources: tally.sources.map(({ name, licences }) => ({ name, licences: listEntries('licence', licences) })),
    renamed: { count: output.renamed.count, listed: output.renamed.listed },
  }
  return `${JSON.stringify(manifest, null, 2)}\n`
}

function listEntries(key: string, entries: readonly [string | null, TallyEntry][]) {
  return entries.map(([value, entry]) => ({ [key]: value, ...entry }))
}
