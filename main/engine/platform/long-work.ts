/** How work that takes minutes or hours speaks with whoever runs it: neither knows the other's domain. */
export interface LongWork {
  /** What `saveCursor` stored last, in this run or one before; null at the beginning. */
  readonly cursor: unknown
  /** Aborts when the work is paused or cancelled or its project closes. The run then stops soon by throwing the signal's reason. */
  readonly signal: AbortSignal
  /** Units that are noted as failed at present, by name. */
  readonly problemCount: number
  /** `total` null means that it is not known yet. Cheap: call it as often as there is news. */
  progress(done: number, total: number | null): void
  /**
   * Notes a unit that failed. `subject` is what a person reads; `key` tells apart units whose subjects read the same, and is the subject
   * where no two do. The same key again replaces the reason.
   */
  problem(subject: string, reason: string, key?: string): void
  /** Says how many units failed by now, where there are too many to note each. It holds until more are noted than that. */
  countFailed(count: number): void
  /** Notes a unit that was passed over on purpose, as long as the list has room. */
  skip(subject: string, reason: string): void
  /** For a run that looks at every unit again, and so would find every problem again. */
  clearProblems(): void
  /** Writes a sentence into the log of the work, for whoever wants to know later what it did and when. */
  log(message: string): void
  /** Stores where to go on. Call it after the work it speaks of is stored. */
  saveCursor(cursor: unknown): void
}
