import { formatBytes, formatCount, formatPlural } from '#contracts/format-quantity'
import type { ColumnRole, SourceKind } from '#contracts/imports'

/** The words of the dialog that shows what will be imported. */
export const text = {
  title: 'Import',
  lead: 'Documents come from folders, git repositories, JSON Lines, Parquet, CSV and SQLite. Nothing is stored before you press Import.',
  path: 'Files and folders, with * and ** for several',
  add: 'Add',
  browseFile: 'Browse files…',
  browseFolder: 'Browse folders…',
  pickFile: 'Add a file to import',
  pickFolder: 'Add a folder to import',
  pickFolderOfCode: 'Import a folder of code',
  notWhole: 'Write the whole path, from / or a drive on.',
  inspecting: 'Looking into it',
  inputs: 'What to import',
  kinds: {
    folder: 'Folder',
    export: 'Exported documents',
    git: 'Git repository',
    jsonl: 'JSON Lines',
    parquet: 'Parquet',
    csv: 'CSV',
    sqlite: 'SQLite table',
  } satisfies Record<SourceKind, string>,
  roles: {
    text: 'Text',
    path: 'Path',
    language: 'Language',
    licence: 'Licence',
    repo: 'Repository',
    stars: 'Stars',
    metadata: 'Metadata',
    ignored: 'Left out',
  } satisfies Record<ColumnRole, string>,
  roleOf: (column: string) => `What “${column}” stands for`,
  firstRows: 'First rows',
  firstFiles: 'First files',
  noRows: 'There are no rows.',
  needsText: 'Choose which column is the text of a document.',
  atCommit: (hash: string) => `at commit ${hash.slice(0, 10)}`,
  size: (sizeBytes: number | null, rows: number | null, unit: 'rows' | 'files') =>
    [sizeBytes === null ? [] : formatBytes(sizeBytes), rows === null ? [] : formatPlural(rows, unit === 'rows' ? 'row' : 'file')]
      .flat()
      .join(' · '),
  maxText: 'Longest text, in MiB',
  maxRejected: 'Stop when more than this percentage of rows is rejected',
  cancel: 'Cancel',
  start: (count: number) => (count <= 1 ? 'Import' : `Import ${formatCount(count)} sources`),
  drop: 'Drop to import',
  noPaths: {
    title: 'The browser does not say where a dropped file is',
    message: 'The engine reads files where they lie, so type the path or browse to it.',
  },
  /** As many as a person reads; the others are counted. */
  refusals: (refusals: readonly string[]) => {
    const more = refusals.length - 3
    return [...refusals.slice(0, 3), ...(more > 0 ? [`${formatCount(more)} more cannot be imported either.`] : [])].join(' ')
  },
}
