export interface Circumstances {
  platform: NodeJS.Platform
  isRoot: boolean
  hasNoSandbox: boolean
  hasDisplay: boolean
  hasSandbox: boolean
  missingLibraries: readonly string[]
  ending: string
}
export function explainFailedStart(circumstances: Circumstances): string
export function observe(start: { program: string; args: readonly string[]; ending: string }): Circumstances
export function listMissingLibraries(program: string): string[]
