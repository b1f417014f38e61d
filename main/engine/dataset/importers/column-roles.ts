import type { ColumnMapping, ColumnRole } from '#contracts/imports'
import { areExportedColumns, proposeExportedRoles } from './exported-columns.ts'

/**
 * Names that columns have in published data sets of code, the likelier first: The Stack and its second version, GitHub dumps, dolma.
 */
const names: Record<Exclude<ColumnRole, 'metadata' | 'ignored'>, readonly string[]> = {
  text: ['content', 'text', 'code', 'contents', 'source_code', 'body'],
  path: ['path', 'max_stars_repo_path', 'file_path', 'filepath', 'file_name', 'filename', 'file'],
  language: ['lang', 'language', 'programming_language'],
  licence: ['license', 'licence', 'max_stars_repo_licenses', 'detected_licenses', 'licenses', 'spdx', 'license_type'],
  repo: ['repo', 'max_stars_repo_name', 'repo_name', 'repository', 'repository_name', 'repo_path'],
  stars: ['stars', 'max_stars_count', 'star_events_count', 'stargazers_count', 'stargazers'],
}

/** Which column stands for what, by their names alone; every other column is metadata. */
export function proposeRoles(columns: readonly string[]): ColumnMapping {
  if (areExportedColumns(columns)) return proposeExportedRoles(columns)
  const mapping: ColumnMapping = Object.fromEntries(columns.map((column) => [column, 'metadata']))
  const bySmallName = new Map(columns.map((column) => [column.toLowerCase(), column]))
  for (const [role, candidates] of Object.entries(names) as [ColumnRole, readonly string[]][]) {
    const found = candidates.map((name) => bySmallName.get(name)).find((column) => column !== undefined)
    if (found !== undefined) mapping[found] = role
  }
  return mapping
}
