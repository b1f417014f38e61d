import { DuckDBInstance } from '@duckdb/node-api'
import crossfilter from 'crossfilter2'
import type { TuningCorpus } from './tuning-corpus.ts'

/** A signal's upper bound, and the edges of its histogram. */
export interface PeerSignal {
  readonly name: string
  readonly max: number
  readonly edges: Float64Array
}

/** A program that moves one bound and gives the histograms of all signals and the kept documents. */
export interface TuningPeer {
  move(signal: string, max: number): Promise<number>
}

/**
 * Crossfilter does a little less: a histogram leaves out its own signal's bound, and what each rule does is not counted.
 */
export function openCrossfilterPeer(corpus: TuningCorpus, signals: readonly PeerSignal[]): TuningPeer {
  const records = crossfilter(Array.from({ length: corpus.documentCount }, (_, id) => id))
  const dimensions = new Map(
    signals.map(({ name, max, edges }) => {
      const column = corpus.columns.get(name) as Float32Array
      // Values that are missing are kept, so they stand below all others.
      const dimension = records.dimension((id) => (Number.isNaN(column[id]) ? -1 : (column[id] as number)))
      const group = dimension.group((value) => findBin(edges, Number(value)))
      dimension.filterRange([-Infinity, after(max)])
      return [name, { dimension, group }]
    }),
  )
  const languages = records
    .dimension((id) => corpus.languages.places[id] as number)
    .group()
    .reduceSum((id) => corpus.sizes[id] as number)
  const bytes = records.groupAll().reduceSum((id) => corpus.sizes[id] as number)
  const documents = records.groupAll().reduceCount()
  return {
    async move(signal, max) {
      dimensions.get(signal)?.dimension.filterRange([-Infinity, after(max)])
      for (const { group } of dimensions.values()) group.all()
      languages.all()
      bytes.value()
      return Number(documents.value())
    },
  }
}

/** Ranges of Crossfilter leave out their end. */
function after(max: number): number {
  return max + Math.abs(max) * 1e-9 + Number.MIN_VALUE
}

function findBin(edges: Float64Array, value: number): number {
  let bin = 0
  while (bin < edges.length - 1 && value >= (edges[bin + 1] as number)) bin++
  return bin
}

/** One query does all: grouping sets over bins that were worked out before, what each rule drops, alone and first. */
export async function openSqlPeer(corpus: TuningCorpus, signals: readonly PeerSignal[]): Promise<TuningPeer> {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  const columns = signals.map((_, at) => `s${at} FLOAT, b${at} UTINYINT`).join(', ')
  await connection.run(`CREATE TABLE documents (size UINTEGER, language UTINYINT, ${columns})`)
  const appender = await connection.createAppender('documents')
  for (let id = 0; id < corpus.documentCount; id++) {
    appender.appendUInteger(corpus.sizes[id] as number)
    appender.appendUTinyInt(corpus.languages.places[id] as number)
    for (const { name, edges } of signals) {
      const value = corpus.columns.get(name)?.[id] as number
      if (Number.isNaN(value)) appender.appendNull()
      else appender.appendFloat(value)
      appender.appendUTinyInt(Number.isNaN(value) ? 255 : findBin(edges, value))
    }
    appender.endRow()
  }
  appender.closeSync()
  const bounds = new Map(signals.map(({ name, max }) => [name, max]))
  const places = signals.map((_, at) => at)
  return {
    async move(signal, max) {
      bounds.set(signal, max)
      const mask = signals
        .map(({ name }, at) => `(COALESCE(s${at} > '${bounds.get(name)}'::FLOAT, false)::UINTEGER << ${at})`)
        .join(' | ')
      const effects = places.map((at) => {
        const bit = 1 << at
        return ['mask & BIT > 0', 'mask = BIT', `mask & ${bit * 2 - 1} = BIT`]
          .map(
            (where) =>
              `count(*) FILTER (${where.replace('BIT', String(bit))}), sum(size) FILTER (${where.replace('BIT', String(bit))})`,
          )
          .join(', ')
      })
      const reader = await connection.runAndReadAll(`
        WITH marked AS (SELECT *, ${mask} AS mask FROM documents)
        SELECT GROUPING(language, ${places.map((at) => `b${at}`).join(', ')}) AS which, count(*), count(*) FILTER (mask = 0),
          sum(size) FILTER (mask = 0) FROM marked
        GROUP BY GROUPING SETS ((language), ${places.map((at) => `(b${at})`).join(', ')})
      `)
      const totals = await connection.runAndReadAll(`
        WITH marked AS (SELECT size, ${mask} AS mask FROM documents)
        SELECT count(*) FILTER (mask = 0), ${effects.join(', ')} FROM marked
      `)
      reader.getRows()
      return Number(totals.getRows()[0]?.[0])
    },
  }
}
