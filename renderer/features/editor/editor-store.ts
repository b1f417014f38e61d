import { create } from 'zustand'

/** A file that is open in the editor. Its text lives in a Monaco model of the same id (open-texts.ts). */
export interface EditorFile {
  /** The path, or `untitled:` and a name. */
  id: string
  name: string
  /** Null until the file is saved for the first time. */
  path: string | null
  language: string
  /** Version of the file on disk that the text is based on. */
  version: string | null
  lineEnding: '\n' | '\r\n'
  readOnly: boolean
  dirty: boolean
  /** True after the disk was found to hold something newer than `version`. */
  changedOnDisk: boolean
}

/** A question that waits for an answer before a file is closed or replaced. */
export type EditorQuestion = { kind: 'close'; id: string } | { kind: 'replace'; id: string; path: string }

interface EditorState {
  folder: string | null
  files: EditorFile[]
  activeId: string | null
  /** False until the last session is back. */
  restored: boolean
  question: EditorQuestion | null
}

export const useEditor = create<EditorState>(() => ({ folder: null, files: [], activeId: null, restored: false, question: null }))

export function findFile(id: string | null): EditorFile | undefined {
  return useEditor.getState().files.find((file) => file.id === id)
}

export function changeFile(id: string, change: Partial<EditorFile>): void {
  useEditor.setState(({ files }) => ({ files: files.map((file) => (file.id === id ? { ...file, ...change } : file)) }))
}

/** Puts a file behind the active one and makes it active. */
export function addFile(file: EditorFile): void {
  useEditor.setState(({ files, activeId }) => {
    const at = files.findIndex((other) => other.id === activeId) + 1 || files.length
    return { files: files.toSpliced(at, 0, file), activeId: file.id }
  })
}

/** Takes a file away; its neighbour becomes active. */
export function removeFile(id: string): void {
  useEditor.setState(({ files, activeId }) => {
    const at = files.findIndex((file) => file.id === id)
    const left = files.filter((file) => file.id !== id)
    return { files: left, activeId: activeId === id ? (left[Math.min(at, left.length - 1)]?.id ?? null) : activeId }
  })
}

/** The last part of a path of either system. */
export function fileNameOf(path: string): string {
  return path.split(/[\\/]/).findLast((part) => part !== '') ?? path
}
