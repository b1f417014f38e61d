import { realpathSync } from 'node:fs'
import { basename, join, sep } from 'node:path'
import { z } from 'zod'
import { AppError } from '#contracts/errors'
import type { Inspection } from '#contracts/imports'
import { spellPath, systemPath } from '../../platform/byte-path.ts'
import { toFileError } from '../../platform/file-error.ts'
import { findFileSize, readRegularFile } from '../../platform/regular-file.ts'
import { resolveFolder } from '../../platform/resolve-folder.ts'
import { manifestName } from '../export/export-place.ts'
import { documentsList } from '../export/folder-output.ts'
import { readManifest } from '../export/manifest.ts'
import { proposeExportedRoles } from './exported-columns.ts'
import type { DecodeOptions, Importer, RejectedRow, Row } from './importer.ts'
import { readPortions } from './jsonl-importer.ts'
import { inspectJsonLines } from './jsonl-inspection.ts'
import { type JsonValues, readJsonValues } from './jsonl-rows.ts'
import type { Lines } from './line-portions.ts'
import { rejectLong } from './make-row.ts'
import { readFields } from './row-fields.ts'
import { readSourceFile } from './source-file.ts'

const location = z.object({ folder: z.string() })
type Location = z.infer<typeof location>

/** A line is short, and stands for a file. */
const portionSize = { portionBytes: 256 * 1024, portionLines: 256 }

/**
 * A folder that this program exported: its documents with all that `documents.jsonl` says of them, byte for byte. The files that an export has
 * beside them are no documents.
 */
export const exportImporter: Importer<Location, Lines> = {
  kind: 'export',
  unit: 'bytes',
  location,

  async locate({ path }) {
    const folder = await resolveFolder(path)
    if (!(await isExportedFolder(folder))) {
      const reason = `its ${manifestName} is missing, or is not that of an exported folder`
      throw new AppError('import.unreadable', `${path} cannot be imported as exported documents: ${reason}.`, {
        file: path,
        reason,
      })
    }
    return { location: { folder }, name: basename(folder) || folder, repo: null, commit: null, licence: null }
  },

  async inspect({ folder }, signal): Promise<Inspection> {
    const { columns, firstRows, warnings } = await inspectJsonLines({ path: join(folder, documentsList) }, signal)
    const place = columns.findIndex(({ name }) => name === 'file')
    return {
      location: { kind: 'export', path: folder, table: null },
      ...{ sizeBytes: null, rowCount: null, columns: [], warnings },
      firstRows: firstRows.map((row) => [row[place] ?? '']),
    }
  },

  measure: ({ folder }) => findFileSize(join(folder, documentsList)),
  read: ({ folder }, options) => readPortions({ path: join(folder, documentsList) }, { ...options, size: portionSize }),

  *decode(lines, { location: { folder }, maxTextBytes }: DecodeOptions<Location>) {
    for (const line of readJsonValues(lines, documentsList)) yield 'outcome' in line ? line : restore(line, folder, maxTextBytes)
  },
}

/** Whether a folder is one that this program exported. */
export async function isExportedFolder(folder: string): Promise<boolean> {
  const manifest = await readRegularFile(join(folder, manifestName)).then(
    (bytes) => readManifest(bytes.toString('utf8')),
    // Without one that can be read it is a folder like any other.
    () => null,
  )
  return manifest?.format === 'folder'
}

function restore({ ordinal, subject, values }: JsonValues, folder: string, maxTextBytes: number): Row | RejectedRow {
  const { file, ...columns } = values
  const found = typeof file === 'string' ? findWithin(folder, file) : 'It names no file.'
  if (typeof found === 'string') return { subject, reason: found, outcome: 'failed' }
  const read = readSourceFile({ file: found.path, isText: true }, maxTextBytes)
  if (read.status === 'failed') return { subject, reason: read.reason, outcome: 'failed' }
  if (read.status === 'skipped') return rejectLong(subject, Number(columns.size ?? 0), maxTextBytes)
  const { text: _, ...fields } = readFields(columns, proposeExportedRoles(Object.keys(columns)))
  return { ...fields, ordinal, text: read.bytes }
}

/** The file that a line names, or why it is not taken: it must lie in the folder, whatever links there are. */
function findWithin(folder: string, file: string): { path: string } | string {
  const wanted = join(folder, file)
  try {
    const path = spellPath(realpathSync.native(systemPath(wanted), { encoding: 'buffer' }))
    return path.startsWith(folder + sep) ? { path } : `Its file "${file}" is not in the exported folder.`
  } catch (error) {
    const failure = toFileError(error, wanted, 'Reading the file')
    if (failure === error) throw error
    return failure instanceof Error ? failure.message : String(failure)
  }
}
