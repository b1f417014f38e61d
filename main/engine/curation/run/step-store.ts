import type { WritableDatabase } from '../../platform/sqlite.ts'
import { createSeenDocuments } from './seen-documents.ts'
import { hashStepConfig, type StepConfig } from './step-config.ts'

/** A step as the project knows it. */
export interface StoredStep {
  readonly id: number
  readonly kind: string
  readonly configHash: string
  /** Files by name, as `prepare` made them, below the folder of the step; null before. */
  readonly prepared: Readonly<Record<string, string>> | null
  /** How many documents the stored pairs and the signals of all documents together speak of; null where they are not up to date. */
  readonly combinedCount: number | null
  readonly pairCount: number
  /** Counts the changes of findings and pairs. */
  readonly revision: number
}

/** A finding on its way into the project. */
export interface NewFinding {
  readonly documentId: number
  readonly type: string
  readonly start: number
  readonly end: number
  readonly note: string | null
}

/** What steps stored beside signals. The caller puts what belongs together into one transaction. */
export interface StepStore {
  find(kind: string): StoredStep | undefined
  list(): (StoredStep & { config: StepConfig })[]
  /** The step with this configuration; what was stored with another one is gone then. */
  define(kind: string, config: StepConfig): StoredStep
  /** Forgets all that was stored of the step: its files are gone. */
  reset(stepId: number): void
  readSeen(stepId: number, documentCount: number): Uint8Array
  addSeen(stepId: number, ids: Uint32Array): void
  /** In the place of those that the step found in these documents before. In ascending order of documents. */
  replaceFindings(stepId: number, ids: Uint32Array, findings: readonly NewFinding[]): void
  savePrepared(stepId: number, files: Readonly<Record<string, string>>): void
  /** The first ids of the parts, ascending. */
  listParts(stepId: number): number[]
  /** What was combined before is no longer up to date then. */
  addPart(stepId: number, firstId: number): void
  saveCombined(stepId: number, combined: { documentCount: number; pairCount: number }): void
}

type StepRow = Omit<StoredStep, 'prepared'> & { prepared: string | null; config: string }

const columns = `id, kind, config, config_hash AS configHash, prepared, combined_count AS combinedCount, pair_count AS pairCount, revision`

export function createStepStore(database: WritableDatabase): StepStore {
  const seen = createSeenDocuments(database)
  const find = database.prepare<[string], StepRow>(`SELECT ${columns} FROM step WHERE kind = ?`)
  const list = database.prepare<[], StepRow>(`SELECT ${columns} FROM step ORDER BY kind`)
  const insert = database.prepare('INSERT INTO step (kind, config, config_hash) VALUES (?, ?, ?)')
  const change = database.prepare('UPDATE step SET config = ?, config_hash = ? WHERE id = ?')
  const clearStep = database.prepare(
    'UPDATE step SET prepared = NULL, combined_count = NULL, pair_count = 0, revision = revision + 1 WHERE id = ?',
  )
  const clear = ['step_seen', 'step_part', 'finding'].map((table) => database.prepare(`DELETE FROM ${table} WHERE step_id = ?`))
  const prepared = database.prepare('UPDATE step SET prepared = ? WHERE id = ?')
  const parts = database.prepare<[number], number>('SELECT first_id FROM step_part WHERE step_id = ? ORDER BY first_id').pluck()
  const addPart = database.prepare('INSERT INTO step_part (step_id, first_id) VALUES (?, ?) ON CONFLICT DO NOTHING')
  const uncombine = database.prepare('UPDATE step SET combined_count = NULL WHERE id = ?')
  const combined = database.prepare('UPDATE step SET combined_count = ?, pair_count = ?, revision = revision + 1 WHERE id = ?')
  const deleteFindings = database.prepare('DELETE FROM finding WHERE step_id = ? AND document_id = ?')
  const addFinding = database.prepare(
    'INSERT INTO finding (step_id, document_id, ordinal, type, start_byte, end_byte, note) VALUES (?, ?, ?, ?, ?, ?, ?)',
  )
  const countChange = database.prepare('UPDATE step SET revision = revision + 1 WHERE id = ?')

  const toStored = ({ prepared: files, config: _config, ...row }: StepRow): StoredStep => ({
    ...row,
    prepared: files === null ? null : JSON.parse(files),
  })
  const findStored = (kind: string) => {
    const row = find.get(kind)
    return row && toStored(row)
  }

  function reset(stepId: number): void {
    for (const statement of [...clear, clearStep]) statement.run(stepId)
  }

  return {
    find: findStored,
    reset,
    list: () => list.all().map((row) => ({ ...toStored(row), config: JSON.parse(row.config) })),
    define(kind, config) {
      const configHash = hashStepConfig(kind, config)
      const known = findStored(kind)
      if (known?.configHash === configHash) return known
      if (known) {
        reset(known.id)
        change.run(JSON.stringify(config), configHash, known.id)
      } else insert.run(kind, JSON.stringify(config), configHash)
      const stored = findStored(kind)
      if (!stored) throw new Error(`The step ${kind} was not stored.`)
      return stored
    },
    readSeen: seen.read,
    addSeen: seen.add,
    replaceFindings(stepId, ids, findings) {
      let changes = 0
      for (const id of ids) changes += deleteFindings.run(stepId, id).changes
      let [last, ordinal] = [-1, 0]
      for (const { documentId, type, start, end, note } of findings) {
        ordinal = documentId === last ? ordinal + 1 : 0
        last = documentId
        addFinding.run(stepId, documentId, ordinal, type, start, end, note)
      }
      if (changes + findings.length > 0) countChange.run(stepId)
    },
    savePrepared: (stepId, files) => {
      prepared.run(JSON.stringify(files), stepId)
    },
    listParts: (stepId) => parts.all(stepId),
    addPart(stepId, firstId) {
      addPart.run(stepId, firstId)
      uncombine.run(stepId)
    },
    saveCombined: (stepId, { documentCount, pairCount }) => {
      combined.run(documentCount, pairCount, stepId)
    },
  }
}
