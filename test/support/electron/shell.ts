const opened: string[] = []

/** Opens nothing: a spec asks what would have been opened in the person's browser. */
export const shell = {
  async openExternal(url: string): Promise<void> {
    opened.push(url)
  },
} satisfies Pick<Electron.Shell, 'openExternal'>

export function listOpenedPages(): string[] {
  return [...opened]
}
