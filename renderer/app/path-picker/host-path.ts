/** Whether a path is one of Windows, where a backslash parts folders. Elsewhere it may stand in a name, and does in the spelling of bytes. */
function isOfWindows(path: string): boolean {
  return /^(?:[A-Za-z]:|\\\\)/.test(path)
}

/** The last part of a path, as the machine of the engine writes paths. */
export function fileNameOf(path: string): string {
  return path.split(isOfWindows(path) ? /[\\/]/ : '/').findLast((part) => part !== '') ?? path
}

/** A path in a folder, with the separator of the folder's system. */
export function pathIn(folder: string, name: string): string {
  const separator = isOfWindows(folder) ? '\\' : '/'
  return (isOfWindows(folder) ? folder.replace(/[\\/]$/, '') : folder.replace(/\/$/, '')) + separator + name
}

/** Whether it names something in the folder itself. What is in another one cannot be told from this one's entries. */
export function isName(typed: string, folder: string): boolean {
  return !typed.includes('/') && !(isOfWindows(folder) && /[\\:]/.test(typed))
}
