import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { systemPath } from '../../platform/byte-path.ts'
import { formatJsonLine } from './json-line.ts'
import { createLineBuffer } from './json-lines-output.ts'
import { createNameSet, type NameSet } from './name-set.ts'
import type { DocumentOutput, ExportColumns, OutgoingDocument, RenamedDocument } from './outgoing-document.ts'
import { createOutputFile } from './output-file.ts'
import { numberPath, toSafeName, toSafePath } from './safe-path.ts'

/** In the folder of the export: the documents, by source, and what is known of them. */
export const documentsFolder = 'documents'
export const documentsList = 'documents.jsonl'

/** The manifest lists no more than these; `documents.jsonl` has both names of every document. */
const maxListedRenamed = 1000

/** Each document as a file, its bytes as they were imported, and `documents.jsonl` beside them. `folder` is there and empty. */
export async function createFolderOutput(folder: string, columns: ExportColumns): Promise<DocumentOutput> {
  const list = await createOutputFile(join(folder, documentsList), { isCompressed: false })
  const lines = createLineBuffer(list)
  const name = createNamer()
  // Most documents lie beside the one before.
  let lastFolder = ''
  const renamed = { count: 0, listed: [] as RenamedDocument[] }

  function makeFolder(path: string): void {
    if (path === lastFolder) return
    mkdirSync(systemPath(join(folder, path)), { recursive: true })
    lastFolder = path
  }

  mkdirSync(systemPath(join(folder, documentsFolder)))
  return {
    async add(document) {
      const { file, reason } = name(document)
      makeFolder(dirname(file))
      writeFileSync(systemPath(join(folder, file)), document.bytes, { flag: 'wx' })
      if (reason !== null) {
        renamed.count++
        if (renamed.listed.length < maxListedRenamed) renamed.listed.push({ file, path: document.path, reason })
      }
      await lines.add(formatJsonLine({ file }, document, columns))
    },
    async finish() {
      await lines.flush()
      return { files: [await list.finish(documentsList)], renamed }
    },
    discard: () => list.discard(),
  }
}

/** Gives each document a file below `documents/`, in a folder of its source. */
function createNamer() {
  const files = createNameSet()
  const folders = createNameSet()
  const sourceFolders = new Map<number, string>()

  function findSourceFolder({ sourceId, source }: OutgoingDocument): string {
    const known = sourceFolders.get(sourceId)
    if (known !== undefined) return known
    const wanted = `${documentsFolder}/${toSafeName(source.replaceAll('/', '_') || 'source').path}`
    let folder = wanted
    for (let number = 2; !folders.add(folder); number++) folder = `${wanted}~${number}`
    sourceFolders.set(sourceId, folder)
    return folder
  }

  return (document: OutgoingDocument): { file: string; reason: string | null } => {
    const { path, ordinal } = document
    const safe = path === null ? { path: `row-${ordinal}.txt`, reason: 'it has no path' } : toSafePath(path)
    const wanted = `${findSourceFolder(document)}/${safe.path}`
    let file = wanted
    for (let number = 1; !isFree(file, files, folders); number++) {
      // Its place in its source tells it from the others at once, were all paths the same.
      const suffix = number === 1 ? String(ordinal) : `${ordinal}-${number}`
      // What cannot be is the file, or else the one folder above it that is a file already.
      const taken = listAbove(wanted).find((folder) => files.has(folder)) ?? wanted
      file = numberPath(taken, suffix) + wanted.slice(taken.length)
    }
    files.add(file)
    for (const folder of listAbove(file)) folders.add(folder)
    const clash = file === wanted ? [] : ['another document has this name']
    const reasons = [...(safe.reason === null ? [] : [safe.reason]), ...clash]
    return { file, reason: reasons.length === 0 ? null : reasons.join(', and ') }
  }
}

/** A file can have neither the name of another file, nor that of a folder, nor lie below a file. */
function isFree(file: string, files: NameSet, folders: NameSet): boolean {
  return !files.has(file) && !folders.has(file) && !listAbove(file).some((folder) => files.has(folder))
}

function listAbove(file: string): string[] {
  const above: string[] = []
  for (let end = file.lastIndexOf('/'); end > 0; end = file.lastIndexOf('/', end - 1)) above.push(file.slice(0, end))
  return above
}
