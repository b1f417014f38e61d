/** Whether a path names one place by itself: from `/`, a drive (`C:\`) or a share (`\\server`) on. */
export function isWholePath(path: string): boolean {
  return /^(?:\/|[A-Za-z]:[\\/]|\\\\)/.test(path)
}

/** A folder name for a project: what every file system takes, or an empty text when nothing is left. */
export function folderNameFor(name: string): string {
  return name
    .trim()
    .replaceAll(/[\\/:*?"<>|\p{Cc}\s]+/gu, '-')
    .replaceAll(/^[-.]+|[-.]+$/g, '')
}
