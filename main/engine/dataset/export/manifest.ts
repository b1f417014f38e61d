import { z } from 'zod'
import type { Signal } from '#contracts/dataset'
import { type ExportOptions, exportFormat } from '#contracts/exports'
import type { LicenceClass } from '#contracts/licence'
import type { Rule } from '#contracts/rule'
import { classifyLicence } from '../licences/licence-expression.ts'
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
  /** Whose results the project has, by name, with the versions that made them. */
  steps: readonly { step: string; version: number }[]
  /** When the last run of a recipe came to its end, and of which text; null when none has. */
  lastRun: { endedAt: Date; recipe: string } | null
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
    masks: tally.masks.map(([placeholder, places]) => ({ placeholder, places })),
    files: [...output.files, card],
    which,
    query: { ...query, sources: account.querySources },
    sort,
    properties,
    signals: account.signals.map(({ name, label, unit, description, producer, stale }) => ({
      ...{ name, label, unit, description, producer, stale },
    })),
    recipe: { name: recipe.name, text: recipe.text },
    steps: recipe.steps,
    lastRun: recipe.lastRun && { endedAt: recipe.lastRun.endedAt.toISOString(), isOfRecipe: isOfRecipe(recipe) },
    labels: listEntries('label', tally.labels),
    languages: listEntries('language', tally.languages),
    licences: listEntries('licence', tally.licences).map((entry, index) => ({
      ...entry,
      class: classify(tally.licences[index]?.[0] ?? null),
    })),
    sources: tally.sources.map(({ name, licences }) => ({ name, licences: listEntries('licence', licences) })),
    renamed: { count: output.renamed.count, listed: output.renamed.listed },
  }
  return `${JSON.stringify(manifest, null, 2)}\n`
}

/** What the licence asks for. */
export function classify(licence: string | null): LicenceClass {
  return licence === null ? 'none' : classifyLicence(licence)
}

/** Whether the last run was one of this very recipe. */
export function isOfRecipe({ text, lastRun }: ExportedRecipe): boolean {
  return lastRun?.recipe === text
}

function listEntries(key: string, entries: readonly [string | null, TallyEntry][]) {
  return entries.map(([value, entry]) => ({ [key]: value, ...entry }))
}
