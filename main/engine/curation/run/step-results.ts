import type { OpenProject } from '../../dataset/project/project.ts'
import { createSharedLoads } from '../../platform/shared-loads.ts'
import { readPairs } from '../process/result-file.ts'
import type { CorpusPairs } from '../steps/step.ts'
import { findFindingType } from './finding-types.ts'
import { getStepFolder } from './step-folder.ts'
import { createStepStore, type StoredStep } from './step-store.ts'

/** Entry i says that `documents[i]` has `counts[i]` findings of the type `types[typePlaces[i]]`. In ascending order of documents. */
export interface FoundTypes {
  readonly documents: Uint32Array
  readonly typePlaces: Uint8Array
  readonly counts: Uint32Array
  readonly types: readonly string[]
}

/** Bytes of a document, `end` not included, and what masking writes there. */
export interface PlacedFinding {
  readonly documentId: number
  readonly type: string
  readonly start: number
  readonly end: number
  readonly placeholder: string
}

/** What steps found in the open project beside values. The same object as long as nothing was stored since; the caller does not write to it. */
export interface StepResults {
  /** Null when the step has not run, or not to its end. */
  findPairs(step: string, waiting?: AbortSignal): Promise<CorpusPairs | null>
  /** Whether `findPairs` finds any, without reading them. */
  hasPairs(step: string): boolean
  /** Whether the step compared repositories, and not documents. */
  comparesRepositories(step: string): boolean
  /** Null when the step has not run. */
  findFindings(step: string, waiting?: AbortSignal): Promise<FoundTypes | null>
  /** The places that a step found in some documents, in no order. */
  readFindings(step: string, ids: Uint32Array, waiting?: AbortSignal): Promise<PlacedFinding[]>
}

/** Of the last steps that were asked for: pairs take twelve bytes each. */
const maxLoads = 4

const known = new WeakMap<OpenProject, StepResults>()

/** One for each opening of a project, so that what was loaded is shared. */
export function getStepResults(project: OpenProject): StepResults {
  const results = known.get(project) ?? createStepResults(project)
  known.set(project, results)
  return results
}

export function createStepResults(project: OpenProject): StepResults {
  const store = createStepStore(project.database)
  const pairs = createSharedLoads<CorpusPairs>(maxLoads)
  const findings = createSharedLoads<FoundTypes>(maxLoads)
  const nameState = ({ kind, configHash, revision }: StoredStep) => `${kind} ${configHash} ${revision}`

  return {
    async findPairs(step, waiting) {
      const stored = store.find(step)
      if (!stored || stored.combinedCount === null) return null
      const file = getStepFolder(project.folder, stored).pairsFile
      return pairs.get(nameState(stored), (loading) => readPairs(file, stored.pairCount, loading), waiting)
    },
    hasPairs(step) {
      const stored = store.find(step)
      return stored !== undefined && stored !== null && stored.combinedCount !== null
    },
    comparesRepositories(step) {
      const stored = store.list().find(({ kind }) => kind === step)
      return stored !== undefined && 'level' in stored.config.parameters && stored.config.parameters.level === 'repository'
    },
    async findFindings(step, waiting) {
      const stored = store.find(step)
      if (!stored) return null
      return findings.get(nameState(stored), (loading) => countFindings(project, stored.id, loading), waiting)
    },
    readFindings: (step, ids, waiting) => placeFindings(project, { step, ids }, waiting),
  }
}

async function countFindings({ reader }: OpenProject, stepId: number, signal: AbortSignal): Promise<FoundTypes> {
  const kinds = await reader.rows<{ type: string }>({
    name: 'types of findings',
    sql: 'SELECT DISTINCT type FROM finding WHERE step_id = ? ORDER BY type',
    parameters: [stepId],
    signal,
  })
  const types = kinds.map(({ type }) => type)
  // Three numbers for each entry: rows as objects would take many times the memory.
  const numbers = await reader.numbers({
    name: 'findings of a step',
    sql: `WITH counted AS MATERIALIZED (
        SELECT document_id, type, count(*) AS count FROM finding WHERE step_id = ? GROUP BY document_id, type
      ), kind AS MATERIALIZED (
        SELECT type, row_number() OVER (ORDER BY type) - 1 AS place FROM (SELECT DISTINCT type FROM finding WHERE step_id = ?)
      )
      SELECT part.value FROM counted JOIN kind USING (type), json_each(json_array(document_id, place, count)) AS part
      ORDER BY document_id, place, part.key`,
    parameters: [stepId, stepId],
    signal,
  })
  const length = numbers.length / 3
  const found = {
    documents: new Uint32Array(length),
    typePlaces: new Uint8Array(length),
    counts: new Uint32Array(length),
    types,
  }
  for (let entry = 0; entry < length; entry++) {
    found.documents[entry] = numbers[3 * entry] as number
    found.typePlaces[entry] = numbers[3 * entry + 1] as number
    found.counts[entry] = numbers[3 * entry + 2] as number
  }
  return found
}

async function placeFindings(
  { reader }: OpenProject,
  { step, ids }: { step: string; ids: Uint32Array },
  signal?: AbortSignal,
): Promise<PlacedFinding[]> {
  const rows = await reader.rows<Omit<PlacedFinding, 'placeholder'> & { config: string }>({
    name: 'places of findings',
    sql: `SELECT s.config, f.document_id AS documentId, f.type, f.start_byte AS start, f.end_byte AS end
          FROM step s CROSS JOIN finding f ON f.step_id = s.id AND f.document_id IN (SELECT value FROM json_each(?)) WHERE s.kind = ?`,
    parameters: [JSON.stringify(Array.from(ids)), step],
    signal,
  })
  return rows.map(({ config, ...finding }) => {
    const placeholder = findFindingType({ step, type: finding.type, config })?.placeholder
    return { ...finding, placeholder: placeholder ?? `<${finding.type.toUpperCase()}>` }
  })
}
