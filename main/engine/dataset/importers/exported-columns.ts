import type { ColumnMapping, ColumnRole } from '#contracts/imports'

/**
 * What the columns of this program's own exports stand for when they are imported again. Values that are found anew are left out; of the signals
 * the stars cannot be.
 */
const roles: Record<string, ColumnRole> = {
  ...{
    text: 'text',
    path: 'path',
    language: 'language',
    licence: 'licence',
    repo: 'repo',
    signals: 'stars',
    metadata: 'metadata',
  },
  ...{ source: 'ignored', ordinal: 'ignored', size: 'ignored', hash: 'ignored', hits: 'ignored', lossy: 'ignored' },
}

/** Columns of JSON Lines that only some lines have, maybe none of the first, and the types that an inspection tells of them. */
export const rareExportedColumns: readonly [name: string, type: string][] = [
  ['hits', 'array'],
  ['lossy', 'boolean'],
]

/** Whether columns are those of an export: it has no others, and two that hardly anything else has. */
export function areExportedColumns(columns: readonly string[]): boolean {
  const own = columns.filter((name) => roles[name] === 'ignored' || name === 'signals')
  return own.length >= 2 && columns.includes('text') && columns.every((name) => Object.hasOwn(roles, name))
}

export function proposeExportedRoles(columns: readonly string[]): ColumnMapping {
  return Object.fromEntries(columns.map((name) => [name, roles[name] ?? 'metadata']))
}

/** Whether rows are mapped as those of an export, whose paths are in the program's own spelling. */
export function isExportedMapping(mapping: ColumnMapping): boolean {
  return mapping.signals === 'stars' || mapping.lossy === 'ignored'
}
