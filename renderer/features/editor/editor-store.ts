import { create } from 'zustand'
import type { OpenTextId } from '#contracts/open-texts'

/** A file that is open in the editor. Its text lives in a Monaco model of the same id (open-texts.ts). */
export interface EditorFile {
  /** Stays the same whatever the file is saved as. */
  id: OpenTextId
  name: string
  /** Null until the file is saved for the first time. */
  path: string | null
  /** Where the links of the path lead, so that one file is not open twice under two names. */
  realPath: string | null
  language: string
  /** Version of the file on disk that the text is based on. */
  version: string | null
  lineEnding: '\n' | '\r\n'
  readOnly: boolean
  dirty: boolean
  /** What the disk was found to hold since, while there is unsaved text; null for nothing new. */
  diskChange: DiskChange | null
}

/** The version of the file on disk; null when it is gone. */
export interface DiskChange {
  version: string | null
}

/** A question that waits for an answer before text would be lost. */
export type EditorQuestion =
  | { kind: 'close'; id: OpenTextId }
  /** There is a file at the path, at this version, and nobody said yet that it may go. */
  | { kind: 'replace'; id: OpenTextId; path: string; version: string | null }
  /** The file at the path is open itself, with unsaved text. */
  | { kind: 'save-over-open'; id: OpenTextId; path: string; version: string | null }

interface EditorState {
  folder: string | null
  files: EditorFile[]
  activeId: OpenTextId | null
  /** False until the last session is back. */
  restored: boolean
  question: EditorQuestion | null
}

export const useEditor = create<EditorState>(() => ({ folder: null, files: [], activeId: null, restored: false, question: null }))

export function findFile(id: OpenTextId | null): EditorFile | undefined {
  return useEditor.getState().files.find((file) => file.id === id)
}

/** The file that is open under this path, or under another name of the same file. */
export function findFileAt(path: string): EditorFile | undefined {
  const { files } = useEditor.getState()
  return files.find((file) => file.path === path) ?? files.find((file) => file.realPath === path)
}

export function changeFile(id: OpenTextId, change: Partial<EditorFile>): void {
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
export function removeFile(id: OpenTextId): void {
  useEditor.setState(({ files, activeId }) => {
    const at = files.findIndex((file) => file.id === id)
    const left = files.filter((file) => file.id !== id)
    return { files: left, activeId: activeId === id ? (left[Math.min(at, left.length - 1)]?.id ?? null) : activeId }
  })
}

/** A name that no tab has yet: `scratch.py`, `scratch-2.py` … */
export function findFreeName(wanted: string): string {
  const names = new Set(useEditor.getState().files.map(({ name }) => name))
  const dot = wanted.lastIndexOf('.')
  const [stem, extension] = dot > 0 ? [wanted.slice(0, dot), wanted.slice(dot)] : [wanted, '']
  let name = wanted
  for (let number = 2; names.has(name); number++) name = `${stem}-${number}${extension}`
  return name
}
