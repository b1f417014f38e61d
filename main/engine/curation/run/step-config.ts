import { createHash } from 'node:crypto'
import { hashProducer } from '../../dataset/signals/signal-store.ts'
import { toFileError } from '../../platform/file-error.ts'
import { openRegularFile } from '../../platform/regular-file.ts'
import type { ReadableDatabase } from '../../platform/sqlite.ts'
import type { PlannedStep } from './plan-steps.ts'

/** Everything that the results of a step depend on beside the documents. */
export interface StepConfig {
  readonly version: number
  readonly parameters: object
  /** By path, the hash of the contents of files that a person brings along. */
  readonly files: Readonly<Record<string, string>>
  /** By name, the configuration that the needed signals come from. */
  readonly signals: Readonly<Record<string, string>>
  /** The fingerprint of the model that is asked; null for none. */
  readonly model: string | null
}

/** Fails with an error of files when one that the step needs cannot be read. */
export async function readStepConfig(
  database: ReadableDatabase,
  { step, parameters, needs }: PlannedStep,
  model: string | null,
): Promise<StepConfig> {
  const files: [string, string][] = []
  for (const file of needs.files ?? []) files.push([file, await hashFile(file, step.title)])
  const find = database.prepare<[string], string>('SELECT producer_config_hash FROM signal WHERE name = ?').pluck()
  const signals = (needs.signals ?? []).map((name) => [name, find.get(name) ?? ''])
  return {
    version: step.version,
    parameters,
    files: Object.fromEntries(files),
    signals: Object.fromEntries(signals),
    model: needs.model === true ? model : null,
  }
}

export function hashStepConfig(kind: string, config: StepConfig): string {
  return hashProducer({ producer: kind, producerConfig: config })
}

async function hashFile(file: string, title: string): Promise<string> {
  try {
    const { handle: opened } = await openRegularFile(file)
    await using handle = opened
    const hash = createHash('sha256')
    for await (const chunk of handle.createReadStream({ autoClose: false })) hash.update(chunk)
    return hash.digest('hex')
  } catch (error) {
    throw toFileError(error, file, `Reading a file of the step “${title}”`)
  }
}
