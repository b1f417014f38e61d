import { type ExportChoice, type ExportFormat, exportFormat } from '#contracts/exports'

/** A name for what is exported that every file system takes. */
export function suggestName(options: { projectName: string; which: ExportChoice; format: ExportFormat }): string {
  const { projectName, which, format } = options
  const start = projectName.replaceAll(/[^\p{L}\p{N}._-]+/gu, '-').replaceAll(/^[-.]+|[-.]+$/g, '') || 'documents'
  return withEnding(`${start}-${which}`, format)
}

/** The format whose ending a path has. */
export function findFormat(path: string): Exclude<ExportFormat, 'folder'> | undefined {
  return exportFormat.options.filter((each) => each !== 'folder').find((each) => path.endsWith(`.${each}`))
}

/** The same path with the ending of a format in place of that of another one. */
export function withEnding(path: string, format: ExportFormat): string {
  const known = findFormat(path)
  const start = known === undefined ? path : path.slice(0, -known.length - 1)
  return format === 'folder' ? start : `${start}.${format}`
}
