import type { DownloadReport } from './download.mjs'
export function createProgress(
  output: { write(text: string): unknown; isTTY?: boolean },
  what: string,
): DownloadReport & { end(): void }
