import type { Project } from '#contracts/dataset'
import type { Log } from '../../platform/log.ts'
import { createObservable } from '../../platform/observable.ts'
import type { WritableDatabase } from '../../platform/sqlite.ts'
import { createSqliteReader } from '../../platform/sqlite-reader.ts'
import { createDocumentReader } from '../documents/document-reader.ts'
import { createRepositories } from '../documents/repositories.ts'
import { getIndexFile } from '../search/index/index-file.ts'
import { createTextChecker } from '../search/text-checker.ts'
import { createColumnCache } from '../signals/column-cache.ts'
import { createColumnSnapshot } from '../signals/column-snapshot.ts'
import { createSignalPieces } from '../signals/signal-pieces.ts'
import { defineSignal, listStoredSignals, markStaleSignals } from '../signals/signal-store.ts'
import { statisticsProducer, statisticsSignals } from '../signals/statistics.ts'
import type { ColumnSnapshot, OpenProject } from './project.ts'
import { createProjectContents } from './project-contents.ts'
import { getProjectFile, openProjectFile } from './project-file.ts'
import { lockProject } from './project-lock.ts'
import { watchPlace } from './project-place.ts'

/** An open project and the duty to close it. Nothing may use it while or after it closes. */
export type ClosableProject = OpenProject & AsyncDisposable

/**
 * Opens the project of a folder for this process alone. Fails with `project.not-found`, `.locked`, `.corrupt` or `.too-new`, and then
 * nothing is left open or changed.
 */
export function openProject({ folder, log }: { folder: string; log: Log }): ClosableProject {
  const lock = lockProject(folder)
  try {
    const file = getProjectFile(folder)
    const database = openProjectFile(file)
    try {
      markStaleSignals(database, { ...statisticsProducer, names: statisticsSignals.map(({ name }) => name) })
      return createOpenProject({ folder, file, database, log, unlock: () => lock[Symbol.dispose]() })
    } catch (error) {
      database.close()
      throw error
    }
  } catch (error) {
    lock[Symbol.dispose]()
    throw error
  }
}

function createOpenProject(options: {
  folder: string
  file: string
  database: WritableDatabase
  log: Log
  unlock: () => void
}): ClosableProject {
  const { folder, file, database, log, unlock } = options
  const warn = (message: string) => log.warn(message, { folder })
  const reader = createSqliteReader(file, {
    warn,
    onDidRun({ name, tookMs }) {
      if (tookMs > slowQueryMs) log.info('slow query', { query: name, tookMs: Math.round(tookMs), folder })
    },
  })
  const textChecker = createTextChecker({ file, indexFile: getIndexFile(folder) }, warn)
  const contents = createProjectContents(database)
  const assertInPlace = watchPlace(folder, file)
  const columns = createColumnCache(reader)
  const documents = createDocumentReader(database)
  const pieces = createSignalPieces(database)
  const writePieces = database.transaction(pieces.write)
  const writeSomePieces = database.transaction(pieces.writeSome)
  let snapshot = takeSnapshot()
  // Of this opening: whoever holds what another one decided compares the other revision, too.
  let recipeRevision = 0
  let sizeBytes = sumSizes()
  const state = createObservable(describe(contents.getRevision()))
  let timer: NodeJS.Timeout | undefined

  function takeSnapshot(): ColumnSnapshot {
    const languages = contents.listLanguages()
    const licences = contents.listLicences()
    const signals = listStoredSignals(database)
    return createColumnSnapshot({
      documentCount: contents.countDocuments(),
      signals,
      languages,
      licences,
      repositories: createRepositories(database, reader),
      columns,
      documents,
      reader,
    })
  }

  function sumSizes(): number {
    return contents.listSources().reduce((sum, source) => sum + source.sizeBytes, 0)
  }

  function describe(dataRevision: number): Project {
    const name = contents.getName()
    return { folder, name, documentCount: snapshot.documentCount, sizeBytes, dataRevision, recipeRevision }
  }

  function publishColumns(): void {
    clearTimeout(timer)
    timer = undefined
    snapshot = takeSnapshot()
    sizeBytes = sumSizes()
    state.set(describe(contents.countRevision()))
  }

  function publishSoon(): void {
    timer ??= setTimeout(() => {
      try {
        publishColumns()
      } catch (error) {
        // A full disk, say. Whoever stores documents or values meets the same and reports it; the next change tries again.
        log.warn('the revision of the project was not stored', { folder, reason: String(error) })
      }
    }, publishDelayMs(snapshot.documentCount)).unref()
  }

  return {
    folder,
    state,
    database,
    reader,
    textChecker,
    assertInPlace,
    get documentCount() {
      return snapshot.documentCount
    },
    snapshot: () => snapshot,
    listSignals: () => snapshot.listSignals(),
    readColumn: (name, signal) => snapshot.readColumn(name, signal),
    sortColumn: (name, signal) => snapshot.sortColumn(name, signal),
    sizesBytes: (signal) => snapshot.sizesBytes(signal),
    languageIds: (signal) => snapshot.languageIds(signal),
    sourceIds: (signal) => snapshot.sourceIds(signal),
    licenceIds: (signal) => snapshot.licenceIds(signal),
    repoIds: (signal) => snapshot.repoIds(signal),
    languages: () => snapshot.languages(),
    licences: () => snapshot.licences(),
    get repositories() {
      return snapshot.repositories
    },
    rows: (ids, names, signal) => snapshot.rows(ids, names, signal),
    markRecipeChanged() {
      recipeRevision++
      state.set(describe(state.get().dataRevision))
    },
    markColumnsChanged(when) {
      if (when === 'now') publishColumns()
      else publishSoon()
    },
    listSources: () => contents.listSources().map(({ sizeBytes: _sizeBytes, ...source }) => source),
    readDocument: documents.readDocument,
    iterateTexts: documents.iterate,
    writeSignal(definition) {
      assertInPlace()
      const { id, cleared } = defineSignal(database, definition)
      if (cleared) columns.forget(id)
      publishColumns()
      return {
        set: (firstId, values) => {
          assertInPlace()
          writePieces.immediate(id, firstId, values)
          columns.forget(id)
          publishSoon()
        },
        setSome: (ids, values) => {
          assertInPlace()
          writeSomePieces.immediate(id, ids, values)
          columns.forget(id)
          publishSoon()
        },
        finish: publishColumns,
      }
    },
    async [Symbol.asyncDispose]() {
      clearTimeout(timer)
      await textChecker[Symbol.asyncDispose]()
      await reader[Symbol.asyncDispose]()
      database.close()
      unlock()
    },
  }
}

/** Longer than this a query is told in the log, by its name. */
const slowQueryMs = 40

/** Followers sort and count all documents again after each change, so while changes stream in they hear of them less often the more there are. */
function publishDelayMs(documentCount: number): number {
  return Math.min(30_000, 1000 + documentCount / 300)
}
