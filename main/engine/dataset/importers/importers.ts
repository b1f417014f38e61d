import { AppError } from '#contracts/errors'
import type { SourceKind } from '#contracts/imports'
import { csvImporter } from './csv-importer.ts'
import { exportImporter } from './export-importer.ts'
import { folderImporter } from './folder-importer.ts'
import { gitImporter } from './git-importer.ts'
import type { Importer } from './importer.ts'
import { jsonlImporter } from './jsonl-importer.ts'
import { parquetImporter } from './parquet-importer.ts'
import { sqliteImporter } from './sqlite-importer.ts'

const importers = [
  folderImporter,
  exportImporter,
  gitImporter,
  jsonlImporter,
  parquetImporter,
  csvImporter,
  sqliteImporter,
] as readonly Importer[]

const byKind = new Map(importers.map((importer) => [importer.kind, importer]))

/** The importer of a kind. Fails with `input.invalid` where this version has none. */
export function getImporter(kind: SourceKind): Importer {
  const importer = byKind.get(kind)
  if (importer) return importer
  throw new AppError('input.invalid', `Sources of the kind "${kind}" cannot be imported yet.`, {
    field: 'kind',
    reason: 'no importer reads it',
  })
}
