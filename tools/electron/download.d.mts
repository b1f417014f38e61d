export class DownloadError extends Error {
  readonly kind: 'silent' | 'refused' | 'unreachable' | 'damaged'
}
export interface DownloadReport {
  onStart(from: { host: string }): void
  onProgress(bytes: { received: number; total: number | null }): void
}
export function downloadElectron(request: {
  artifact: { version: string; platform: string; arch: string; checksums: Record<string, string>; cacheRoot?: string }
  partialFile: string
  silenceMs: number
  report: DownloadReport
}): Promise<string>
