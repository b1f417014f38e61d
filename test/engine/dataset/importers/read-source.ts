import type { ColumnMapping, InputLocation, Inspection } from '#contracts/imports'
import type { Importer, RejectedRow, Row, SourceDescription } from '#engine/dataset/importers/importer'

export interface ReadSource {
  source: SourceDescription<unknown>
  rows: Row[]
  rejected: RejectedRow[]
  /** The cursor after each portion. */
  cursors: unknown[]
}

const maxTextBytes = 100_000
const signal = new AbortController().signal

/** Looks into an input and proposes a mapping. */
export async function inspectSource<Location, Data>(
  importer: Importer<Location, Data>,
  path: string,
  more?: Partial<InputLocation>,
): Promise<Inspection> {
  const { inspect, locate } = importer
  return inspect((await locate(toInput(importer.kind, path, more))).location, signal)
}

/** Everything of a source, read and decoded as the threads of an import do it: what they send each other is copied. */
export async function readSource<Location, Data>(
  importer: Importer<Location, Data>,
  path: string,
  options: Partial<InputLocation> & { mapping?: ColumnMapping; cursor?: unknown; maxTextBytes?: number } = {},
): Promise<ReadSource> {
  const { locate, inspect, read, decode } = importer
  const { cursor = null, table = null, revision, ...more } = options
  const source = await locate(toInput(importer.kind, path, { table, ...(revision !== undefined && { revision }) }))
  const { columns } = await inspect(source.location, signal)
  const mapping = more.mapping ?? Object.fromEntries(columns.map(({ name, proposedRole }) => [name, proposedRole]))
  const limits = { maxTextBytes, ...(more.maxTextBytes !== undefined && { maxTextBytes: more.maxTextBytes }) }
  const found: ReadSource = { source, rows: [], rejected: [], cursors: [] }
  const location = structuredClone(source.location)
  for await (const portion of read(location, {
    cursor,
    signal,
    mapping,
    ...limits,
    projectFolder: '/nowhere',
    hasPath: () => false,
  })) {
    found.rejected.push(...(portion.rejected ?? []))
    found.cursors.push(JSON.parse(JSON.stringify(portion.cursor)))
    if (portion.data === null) continue
    for await (const row of decode(structuredClone(portion.data), { location, mapping, ...limits })) {
      if ('outcome' in row) found.rejected.push(row)
      else found.rows.push(row)
    }
  }
  return found
}

/** What the tests look at most. */
export function textsOf({ rows }: ReadSource): string[] {
  return rows.map(({ text }) => Buffer.from(text).toString())
}

export function reasonsOf({ rejected }: ReadSource): string[] {
  return rejected.map(({ subject, reason }) => `${subject.split('/').at(-1)}: ${reason}`)
}

function toInput(kind: InputLocation['kind'], path: string, more: Partial<InputLocation> = {}): InputLocation {
  return { kind, path, table: null, ...more }
}
