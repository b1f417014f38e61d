import type { WritableDatabase } from '../../platform/sqlite.ts'

/** What rates documents: everything that a rating depends on beside the document. */
export interface Rater {
  /** The name of the model. */
  readonly name: string
  /** Tells apart model files that have the same name. */
  readonly fingerprint: string
  /** The version of the rubric. */
  readonly rubric: string
  readonly maxTokens: number
}

/** What a model said of one document. */
export interface Rating {
  readonly documentId: number
  /** Of the ratings from 0 on, among all that the model could have said. */
  readonly probabilities: readonly number[]
}

export interface NewRating extends Rating {
  readonly readTokens: number
  readonly isCut: boolean
}

/** The ratings of a project. The caller puts what belongs together into one transaction. */
export interface RatingStore {
  /** @returns the id of the rater. */
  define(rater: Rater): number
  /** The documents that it rated, ascending; with a job, only those that it rated in that job. */
  listRated(raterId: number, jobId?: number): number[]
  /** All its ratings by ascending documents, some thousands at once. */
  read(raterId: number): Generator<Rating[], void, undefined>
  add(raterId: number, jobId: number, ratings: readonly NewRating[]): void
}

const portionLength = 4096

export function createRatingStore(database: WritableDatabase): RatingStore {
  const find = database
    .prepare<[string, string, number], number>('SELECT id FROM rater WHERE fingerprint = ? AND rubric = ? AND max_tokens = ?')
    .pluck()
  const insert = database.prepare('INSERT INTO rater (model, fingerprint, rubric, max_tokens) VALUES (?, ?, ?, ?)')
  const listed = database
    .prepare<[{ raterId: number; jobId: number | null }], number>(
      `SELECT document_id FROM rating WHERE rater_id = @raterId AND (@jobId IS NULL OR job_id = @jobId) ORDER BY document_id`,
    )
    .pluck()
  const portion = database.prepare<[number, number, number], { documentId: number; probabilities: Buffer }>(
    `SELECT document_id AS documentId, probabilities FROM rating WHERE rater_id = ? AND document_id > ? ORDER BY document_id LIMIT ?`,
  )
  const add = database.prepare(
    `INSERT INTO rating (rater_id, document_id, job_id, probabilities, read_tokens, is_cut, rated_at) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT DO NOTHING`,
  )

  return {
    define({ name, fingerprint, rubric, maxTokens }) {
      const known = find.get(fingerprint, rubric, maxTokens)
      return known ?? Number(insert.run(name, fingerprint, rubric, maxTokens).lastInsertRowid)
    },
    listRated: (raterId, jobId) => listed.all({ raterId, jobId: jobId ?? null }),
    *read(raterId) {
      for (let last = -1; ; ) {
        const rows = portion.all(raterId, last, portionLength)
        if (rows.length === 0) return
        yield rows.map(({ documentId, probabilities }) => ({ documentId, probabilities: unpack(probabilities) }))
        last = rows.at(-1)?.documentId ?? last
      }
    },
    add(raterId, jobId, ratings) {
      const now = Date.now()
      for (const { documentId, probabilities, readTokens, isCut } of ratings) {
        add.run(raterId, documentId, jobId, pack(probabilities), readTokens, isCut ? 1 : 0, now)
      }
    },
  }
}

function pack(probabilities: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 * probabilities.length)
  for (const [place, value] of probabilities.entries()) bytes.writeFloatLE(value, 4 * place)
  return bytes
}

function unpack(bytes: Buffer): number[] {
  return Array.from({ length: bytes.length / 4 }, (_, place) => bytes.readFloatLE(4 * place))
}
