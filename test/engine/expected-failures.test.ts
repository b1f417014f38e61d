import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { call, os } from '@orpc/server'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createRecipeStore } from '#engine/curation/recipe/recipe-store'
import { toDocumentId } from '#engine/dataset/documents/document-id'
import { createProjects, type Projects } from '#engine/dataset/project/projects'
import { expectFailures } from '#engine/expected-failures'
import { silentLog } from './dataset/project-fixture.ts'

let folder: string
let projects: Projects
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'codeshell-failures-'))
  projects = createProjects({ userDataFolder: join(folder, 'user'), log: silentLog })
  await projects.create(join(folder, 'project'), 'p')
})
afterEach(async () => {
  await projects[Symbol.asyncDispose]()
  await rm(folder, { recursive: true })
})

/** The error of a procedure that does this, as a caller meets it. */
function fail(act: () => unknown): Promise<unknown> {
  const procedure = os.use(expectFailures({ projects })).handler(async () => void (await act()))
  return call(procedure, undefined).then(
    () => undefined,
    (error: unknown) => error,
  )
}

test('a full disk is told by name, whatever was stored, and nothing changes', async () => {
  const { database } = projects.getOpen('fill it')
  const store = createRecipeStore(database)
  store.append('first')
  // SQLite says the same when a database may not grow as when the disk is full.
  database.pragma(`max_page_count = ${database.pragma('page_count', { simple: true })}`)
  const error = await fail(() => {
    for (let change = 0; ; change++) store.append(`${change}`.repeat(20_000))
  })
  expect(error).toMatchObject({
    code: 'file.failed',
    message: expect.stringMatching(/project\.sqlite.*the disk is full/),
    data: { file: join(folder, 'project/project.sqlite'), systemCode: 'ENOSPC' },
  })
  expect(store.read().text).toMatch(/^(first|\d+)$/)
})

test('a full disk under any other write is told by its file', async () => {
  const error = await fail(() => {
    throw Object.assign(new Error('no space'), { code: 'ENOSPC', syscall: 'write', path: '/disk/file' })
  })
  expect(error).toMatchObject({ code: 'file.failed', message: expect.stringContaining('/disk/file. The disk is full') })
})

test('a project that is closed while a call reads it is named, whatever the call ran into', async () => {
  const project = projects.getOpen('read it')
  const error = await fail(async () => {
    await projects.close()
    project.readDocument(toDocumentId(0))
  })
  expect(error).toMatchObject({ code: 'project.not-open', message: expect.stringContaining('was closed before') })
})

test('a bug stays one', async () => {
  const bug = new TypeError('a bug')
  expect(await fail(() => Promise.reject(bug))).toBe(bug)
})
