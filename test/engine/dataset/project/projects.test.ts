import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { lockName } from '#engine/dataset/project/project-lock'
import { resolveFolder } from '#engine/platform/resolve-folder'
import { openDatabase } from '#engine/platform/sqlite'
import { createFixture, type Fixture } from '../project-fixture.ts'

let fixture: Fixture
let child: ChildProcess | undefined

beforeEach(() => {
  fixture = createFixture()
})

afterEach(async () => {
  await endChild('SIGKILL')
  await fixture[Symbol.asyncDispose]()
})

/** Another process that has the project open. */
async function holdInChild(folder: string): Promise<number> {
  const script = fileURLToPath(new URL('hold-project.ts', import.meta.url))
  child = spawn(process.execPath, [script, folder, join(fixture.folder, 'user')], { stdio: ['pipe', 'pipe', 'inherit'] })
  if (child.stdout) await once(child.stdout, 'data')
  return child.pid ?? 0
}

async function endChild(how: 'SIGKILL' | 'orderly'): Promise<void> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return
  const exited = once(child, 'exit')
  if (how === 'SIGKILL') child.kill('SIGKILL')
  else child.stdin?.end()
  await exited
}

test('a created project is open, empty and the first of the recent ones', async () => {
  const project = await fixture.projects.create(fixture.projectFolder, 'Mine')
  expect(project).toMatchObject({ folder: fixture.projectFolder, name: 'Mine', documentCount: 0, sizeBytes: 0 })
  expect(fixture.projects.state.get()).toEqual(project)
  await fixture.projects.create(join(fixture.folder, 'second'), 'Second')
  expect((await fixture.projects.listRecent()).map(({ name, exists }) => [name, exists])).toEqual([
    ['Second', true],
    ['Mine', true],
  ])
})

test('a closed project leaves nothing but its file', async () => {
  await fixture.projects.create(fixture.projectFolder, 'Mine')
  expect(existsSync(join(fixture.projectFolder, lockName))).toBe(true)
  await fixture.projects.close()
  expect(fixture.projects.current.get()).toBeNull()
  expect(fixture.projects.state.get()).toBeNull()
  expect(readdirSync(fixture.projectFolder)).toEqual(['project.sqlite'])
})

test('a project is not created among other files or over another project', async () => {
  const other = fixture.writeTree('full', { 'notes.txt': 'mine' })
  await expect(fixture.projects.create(other, 'x')).rejects.toMatchObject({ code: 'input.invalid', data: { field: 'folder' } })
  expect(readdirSync(other)).toEqual(['notes.txt'])
  await fixture.projects.create(fixture.projectFolder, 'First')
  await expect(fixture.projects.create(fixture.projectFolder, 'Second')).rejects.toMatchObject({ code: 'input.invalid' })
  expect(fixture.projects.state.get()?.name).toBe('First')
  await expect(fixture.projects.create(join(other, 'notes.txt'), 'x')).rejects.toMatchObject({ code: 'input.invalid' })
})

test('a folder that cannot be, because a part of its path is a file, is told by that file', async () => {
  const file = join(fixture.writeTree('tree', { 'a.txt': 'mine' }), 'a.txt')
  const message = expect.stringContaining(`${file} is a file, not a folder`)
  for (const folder of [file, join(file, 'x'), join(file, 'x', 'y')]) {
    await expect(fixture.projects.open(folder)).rejects.toMatchObject({
      code: 'file.failed',
      message,
      data: { systemCode: 'ENOTDIR' },
    })
    await expect(fixture.projects.create(folder, 'x')).rejects.toMatchObject({ code: 'input.invalid', message })
    if (folder !== file) await expect(resolveFolder(folder)).rejects.toMatchObject({ code: 'file.failed', message })
  }
})

test('opening what is not a project leaves the open one open', async () => {
  await fixture.projects.create(fixture.projectFolder, 'Mine')
  await expect(fixture.projects.open(fixture.folder)).rejects.toMatchObject({ code: 'project.not-found' })
  const damaged = fixture.writeTree('damaged', { 'project.sqlite': 'nonsense' })
  await expect(fixture.projects.open(damaged)).rejects.toMatchObject({ code: 'project.corrupt' })
  expect(readdirSync(damaged)).toEqual(['project.sqlite'])
  expect(fixture.projects.state.get()?.name).toBe('Mine')
})

test('opening the open project again, also through a link, gives the same one', async () => {
  await fixture.projects.create(fixture.projectFolder, 'Mine')
  const opened = fixture.projects.current.get()
  symlinkSync(fixture.projectFolder, join(fixture.folder, 'link'))
  await fixture.projects.open(join(fixture.folder, 'link'))
  expect(fixture.projects.current.get()).toBe(opened)
})

test('a project that another process has open is locked, with that process named, until it closes it', async () => {
  await fixture.projects.create(fixture.projectFolder, 'Mine')
  await fixture.projects.close()
  const pid = await holdInChild(fixture.projectFolder)
  await expect(fixture.projects.open(fixture.projectFolder)).rejects.toMatchObject({
    code: 'project.locked',
    data: { folder: fixture.projectFolder, pid },
  })
  expect(fixture.projects.current.get()).toBeNull()
  await endChild('orderly')
  expect((await fixture.projects.open(fixture.projectFolder)).name).toBe('Mine')
})

test('the lock of a killed process is gone with it', async () => {
  await fixture.projects.create(fixture.projectFolder, 'Mine')
  await fixture.projects.close()
  await holdInChild(fixture.projectFolder)
  await endChild('SIGKILL')
  expect(existsSync(join(fixture.projectFolder, lockName))).toBe(true)
  expect((await fixture.projects.open(fixture.projectFolder)).name).toBe('Mine')
  await fixture.projects.close()
  expect(readdirSync(fixture.projectFolder)).toEqual(['project.sqlite'])
})

test('a lock that a dead process left keeps nobody out, whoever it names', async () => {
  await fixture.projects.create(fixture.projectFolder, 'Mine')
  await fixture.projects.close()
  const file = join(fixture.projectFolder, lockName)
  // Another name of this machine, the id of a process that lives now, and of none.
  for (const [host, pid] of [
    ['a-former-name', process.ppid],
    [hostname(), process.ppid],
    [hostname(), 2 ** 22 + 1],
  ] as const) {
    const database = openDatabase(file)
    database.exec(`CREATE VIEW holder AS SELECT ${pid} AS pid, '${host}' AS host, 'x' AS token`)
    database.close()
    expect((await fixture.projects.open(fixture.projectFolder)).name).toBe('Mine')
    await fixture.projects.close()
    expect(existsSync(file)).toBe(false)
  }
})

test('what former versions left to lock a project neither locks it nor stays', async () => {
  await fixture.projects.create(fixture.projectFolder, 'Mine')
  await fixture.projects.close()
  const stale = { pid: process.ppid, processStart: null, host: 'another-machine', token: randomUUID() }
  writeFileSync(join(fixture.projectFolder, 'project.lock'), JSON.stringify(stale))
  writeFileSync(join(fixture.projectFolder, `project.lock.${stale.token}`), '{"pid": 12')
  writeFileSync(join(fixture.projectFolder, `project.lock.stale-${stale.token}`), '')
  writeFileSync(join(fixture.projectFolder, 'project.lock.txt'), 'mine')
  expect((await fixture.projects.open(fixture.projectFolder)).name).toBe('Mine')
  await fixture.projects.close()
  expect(readdirSync(fixture.projectFolder)).toEqual(['project.lock.txt', 'project.sqlite'])
})

test('tries to open a project that is held leave no files, and say each time how to get out', async () => {
  await fixture.projects.create(fixture.projectFolder, 'Mine')
  await fixture.projects.close()
  const pid = await holdInChild(fixture.projectFolder)
  const before = readdirSync(fixture.projectFolder)
  for (let attempt = 0; attempt < 20; attempt++) {
    await expect(fixture.projects.open(fixture.projectFolder)).rejects.toThrow(
      `is open in process ${pid}. Close it there. If that is not possible, end that process: the lock ends with it.`,
    )
  }
  expect(readdirSync(fixture.projectFolder)).toEqual(before)
})

test('of processes that open a project at the same moment, again and again, one at a time has it', async () => {
  await fixture.projects.create(fixture.projectFolder, 'Mine')
  await fixture.projects.close()
  const script = fileURLToPath(new URL('contend-for-lock.ts', import.meta.url))
  const processes = Array.from({ length: 3 }, () => promisify(execFile)(process.execPath, [script, fixture.projectFolder, '40']))
  const outcomes = await Promise.all(processes)
  expect(outcomes.map(({ stdout }) => stdout)).toEqual(['40 times alone\n', '40 times alone\n', '40 times alone\n'])
  expect(readdirSync(fixture.projectFolder)).toEqual(['project.sqlite'])
})

test('a damaged lock is named, with what to do', async () => {
  await fixture.projects.create(fixture.projectFolder, 'Mine')
  await fixture.projects.close()
  const file = join(fixture.projectFolder, lockName)
  writeFileSync(file, 'power failed while this was written '.repeat(40))
  await expect(fixture.projects.open(fixture.projectFolder)).rejects.toMatchObject({
    code: 'file.failed',
    message: expect.stringContaining(`${file} is damaged. Delete it`),
  })
  rmSync(file)
  expect((await fixture.projects.open(fixture.projectFolder)).name).toBe('Mine')
})

test('a list of recent projects that cannot be read is replaced', async () => {
  fixture.writeTree('user', { 'recent-projects.json': '[{"folder":' })
  expect(await fixture.projects.listRecent()).toEqual([])
  await fixture.projects.create(fixture.projectFolder, 'Mine')
  expect(await fixture.projects.listRecent()).toHaveLength(1)
})

test('calls without a project say so', () => {
  expect(() => fixture.projects.getOpen('try')).toThrow(expect.objectContaining({ code: 'project.not-open' }))
})

test('calls that are meant for another project than the open one say which is open', async () => {
  const { folder: mine } = await fixture.projects.create(fixture.projectFolder, 'Mine')
  expect(fixture.projects.getOpen('try', mine).folder).toBe(mine)
  const { folder: other } = await fixture.projects.create(join(fixture.folder, 'other'), 'Other')
  expect(() => fixture.projects.getOpen('try', mine)).toThrow(
    expect.objectContaining({ code: 'project.not-open', message: expect.stringContaining(`${other} is open instead`) }),
  )
  await fixture.projects.close()
  expect(() => fixture.projects.getOpen('try', mine)).toThrow(`${mine} is no longer open`)
})

// Windows lets nobody move or delete a file that is open.
const whereFilesMove = test.skipIf(process.platform === 'win32')

whereFilesMove.each(['moved', 'deleted', 'replaced'])(
  'nothing is stored in a project whose file was %s, and it says so',
  async (what) => {
    await fixture.projects.create(fixture.projectFolder, 'Mine')
    await fixture.importTree('first', { 'a.py': 'a = 1\n' })
    const file = join(fixture.projectFolder, 'project.sqlite')
    const away = join(fixture.folder, 'away')
    renameSync(what === 'moved' ? fixture.projectFolder : file, away)
    if (what === 'replaced') writeFileSync(file, 'another')
    if (what === 'deleted') rmSync(away)
    const job = await fixture.importTree('second', { 'b.py': 'b = 1\n' })
    expect(job.state).toBe('failed')
    expect(job.failure).toContain(`${file} was moved, deleted or replaced`)
    const project = fixture.projects.getOpen('test')
    expect(() => project.assertInPlace()).toThrow(expect.objectContaining({ code: 'project.not-found' }))
    expect(project.documentCount).toBe(1)
  },
)

whereFilesMove('a project that is back in its place takes what is stored again', async () => {
  await fixture.projects.create(fixture.projectFolder, 'Mine')
  const away = join(fixture.folder, 'away')
  renameSync(fixture.projectFolder, away)
  expect(await fixture.importTree('code', { 'a.py': 'a = 1\n' })).toMatchObject({ state: 'failed' })
  renameSync(away, fixture.projectFolder)
  expect(await fixture.importTree('code', { 'a.py': 'a = 1\n' })).toMatchObject({ state: 'done' })
  await fixture.projects.close()
  expect(await fixture.projects.open(fixture.projectFolder)).toMatchObject({ documentCount: 1 })
})

whereFilesMove('a pipe in place of the project file is refused without waiting for a writer', async () => {
  mkdirSync(fixture.projectFolder)
  execFileSync('mkfifo', [join(fixture.projectFolder, 'project.sqlite')])
  await expect(fixture.projects.open(fixture.projectFolder)).rejects.toMatchObject({
    code: 'file.failed',
    data: { systemCode: 'EFTYPE' },
  })
})
