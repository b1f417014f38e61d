import { hash } from 'node:crypto'
import type { Signal } from '#contracts/dataset'
import type { ReadableDatabase, WritableDatabase } from '../../platform/sqlite.ts'
import type { SignalDefinition } from '../project/project.ts'

/** A signal as it is stored. */
export interface StoredSignal extends Omit<Signal, 'missingCount'> {
  id: number
  valueCount: number
  internal: boolean
}

/** All signals in the order in which they were made, those of the program's own included. */
export function listStoredSignals(database: ReadableDatabase): StoredSignal[] {
  const rows = database
    .prepare<[], Omit<StoredSignal, 'stale' | 'internal'> & { stale: number; internal: number }>(
      `SELECT id, name, label, unit, description, producer, stale, value_count AS valueCount, internal FROM signal ORDER BY id`,
    )
    .all()
  return rows.map((row) => ({ ...row, stale: row.stale === 1, internal: row.internal === 1 }))
}

/**
 * Makes the signal, or brings its words up to date. Values that another configuration stored are deleted.
 *
 * @returns its id, and whether values were deleted.
 */
export function defineSignal(database: WritableDatabase, definition: SignalDefinition): { id: number; cleared: boolean } {
  return database.transaction(() => upsertSignal(database, definition)).immediate()
}

/** As `defineSignal`, for values that are added in one transaction with documents: what is stored stays, whatever configuration stored it. */
export function ensureSignal(database: WritableDatabase, definition: SignalDefinition & { internal?: boolean }): number {
  const { name, label, unit, description, producer, internal = false } = definition
  database
    .prepare(
      `INSERT INTO signal (name, label, unit, description, producer, producer_config_hash, internal) VALUES (?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (name) DO NOTHING`,
    )
    .run(name, label, unit, description, producer, hashProducer(definition), internal ? 1 : 0)
  return findSignalId(database, name)
}

/** Identifies what a signal's values depend on beside the documents. */
export function hashProducer({ producer, producerConfig }: Pick<SignalDefinition, 'producer' | 'producerConfig'>): string {
  return hash('sha256', JSON.stringify([producer, producerConfig])).slice(0, 32)
}

/**
 * Marks those of some signals that come from the producer and whose values this configuration of it did not compute. Two producers may have one
 * name: the import measures some statistics, and the step of that name others.
 */
export function markStaleSignals(
  database: WritableDatabase,
  { names, ...producer }: Pick<SignalDefinition, 'producer' | 'producerConfig'> & { names: readonly string[] },
): void {
  database
    .prepare(
      `UPDATE signal SET stale = (producer_config_hash <> @hash)
       WHERE producer = @producer AND stale <> (producer_config_hash <> @hash) AND name IN (SELECT value FROM json_each(@names))`,
    )
    .run({ hash: hashProducer(producer), producer: producer.producer, names: JSON.stringify(names) })
}

function upsertSignal(database: WritableDatabase, definition: SignalDefinition): { id: number; cleared: boolean } {
  const producerHash = hashProducer(definition)
  const id = ensureSignal(database, definition)
  const storedHash = database.prepare<[number], string>('SELECT producer_config_hash FROM signal WHERE id = ?').pluck().get(id)
  const cleared = storedHash !== producerHash
  if (cleared) {
    database.prepare('DELETE FROM signal_piece WHERE signal_id = ?').run(id)
    database.prepare('UPDATE signal SET value_count = 0, stale = 0 WHERE id = ?').run(id)
  }
  const { label, unit, description, producer } = definition
  database
    .prepare('UPDATE signal SET label = ?, unit = ?, description = ?, producer = ?, producer_config_hash = ? WHERE id = ?')
    .run(label, unit, description, producer, producerHash, id)
  return { id, cleared }
}

function findSignalId(database: ReadableDatabase, name: string): number {
  const id = database.prepare<[string], number>('SELECT id FROM signal WHERE name = ?').pluck().get(name)
  if (id === undefined) throw new Error(`The signal ${name} was not stored.`)
  return id
}
