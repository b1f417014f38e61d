/** One question about the platform. What it answers is data, so that it can be compared and written to a file. */
export type Probe = () => Promise<unknown>

/** The answers of one run, by the name of the probe; a probe that failed answers `{ failed }`. */
export type Answers = Record<string, unknown>

/** Asks one question after the other. */
export async function answerAll(probes: Record<string, Probe>): Promise<Answers> {
  const answers: Answers = {}
  for (const [name, probe] of Object.entries(probes)) {
    answers[name] = await probe().catch((error: unknown) => ({ failed: error instanceof Error ? error.stack : String(error) }))
  }
  return answers
}

/** Waits until `isDone` says so. Gives up after a time in which even a busy machine would have come to it. */
export async function until(what: string, isDone: () => unknown): Promise<void> {
  const giveUpAt = Date.now() + 20_000
  while (!isDone()) {
    if (Date.now() > giveUpAt) throw new Error(`Waited in vain until ${what}.`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

/** What a call throws, or that it does not. */
export function outcomeOf(call: () => unknown): string {
  try {
    call()
    return 'silent'
  } catch {
    return 'throws'
  }
}
