import { cpus } from 'node:os'
import { getMeasureTextKernel } from './platform/native.ts'
import { getSqliteVersion } from './platform/sqlite.ts'

/** What a bug report needs to know of the machine and of the parts with native code. */
export interface Diagnosis {
  cpu: { model: string; cores: number }
  /** What it says of itself, or why it does not load. */
  native: string
  sqlite: string
}

export function diagnose(): Diagnosis {
  const all = cpus()
  return {
    cpu: { model: all[0]?.model.trim() ?? 'unknown', cores: all.length },
    native: describe(() => `loaded, text statistics with ${getMeasureTextKernel()} instructions`),
    sqlite: describe(getSqliteVersion),
  }
}

/** The part that is asked for may be the one that is broken: then the reason is the answer. */
function describe(part: () => string): string {
  try {
    return part()
  } catch (error) {
    return `not available: ${error instanceof Error ? error.message : String(error)}`
  }
}
