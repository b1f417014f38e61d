declare global {
  interface Window {
    /** Set by the desktop's preload script; a browser keeps it to itself where a file lies. */
    codeshellPathOf?: (file: File) => string
  }
}

/** Where the files and folders lie that were dropped; empty where the host does not say. */
export function listDroppedPaths({ files }: DataTransfer): string[] {
  const pathOf = window.codeshellPathOf
  return pathOf ? Array.from(files, (file) => pathOf(file)).filter((path) => path !== '') : []
}
