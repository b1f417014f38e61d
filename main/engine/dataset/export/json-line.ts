import { isUtf8 } from 'node:buffer'
import type { ExportProperty } from '#contracts/exports'
import type { ExportColumns, OutgoingDocument } from './outgoing-document.ts'
import { toPortableJson } from './portable-json.ts'

type Row = Record<string, unknown>

/** How a property is written, by its name: part of what the product promises. An empty object where a document has nothing to say. */
const describeProperty: Record<Exclude<ExportProperty, 'metadata'>, (document: OutgoingDocument) => Row> = {
  path: ({ path }) => ({ path }),
  language: ({ language }) => ({ language }),
  licence: ({ licence }) => ({ licence }),
  repo: ({ repo }) => ({ repo }),
  source: ({ source }) => ({ source }),
  ordinal: ({ ordinal }) => ({ ordinal }),
  size: ({ sizeBytes }) => ({ size: sizeBytes }),
  hash: ({ hash }) => ({ hash }),
  hits: ({ hits }) => (hits === null ? {} : { hits }),
}

/** A line with all of a document but its text, behind what `start` has. JSON has no infinity: like a missing value it is null. */
export function formatJsonLine(start: Row, document: OutgoingDocument, { properties, signals }: ExportColumns): string {
  const row = { ...start }
  for (const property of properties) {
    if (property !== 'metadata') Object.assign(row, describeProperty[property](document))
  }
  if (signals.length > 0) {
    row.signals = Object.fromEntries(signals.map((name, index) => [name, toNullable(document.signals[index])]))
  }
  if (!isUtf8(document.bytes)) row.lossy = true
  const line = JSON.stringify(row)
  const { metadata } = document
  if (metadata === null || !properties.includes('metadata')) return `${line}\n`
  return `${line.slice(0, -1)},"metadata":${toPortableJson(metadata)}}\n`
}

function toNullable(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null
}
