import type { OpenProject, StoredDocument } from '../dataset/project/project.ts'

/** Two sources may hold the same path, so a path alone names a document only where there is one source. */
export function nameWithSource(
  project: Pick<OpenProject, 'listSources'>,
  { name, sourceId }: Pick<StoredDocument, 'name' | 'sourceId'>,
): string {
  const sources = project.listSources()
  const source = sources.length > 1 ? sources.find((each) => each.id === sourceId) : undefined
  return source ? `${name} (${source.name})` : name
}
