import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
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
  expect(existsSync(join(fixture.projectFolder, 'project.lock'))).toBe(true)
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

test('the lock of a killed process is taken over', async () => {
  await fixture.projects.create(fixture.projectFolder, 'Mine')
  await fixture.projects.close()
  await holdInChild(fixture.projectFolder)
  await endChild('SIGKILL')
  expect(existsSync(join(fixture.projectFolder, 'project.lock'))).toBe(true)
  expect((await fixture.projects.open(fixture.projectFolder)).name).toBe('Mine')
  expect(JSON.parse(readFileSync(join(fixture.projectFolder, 'project.lock'), 'utf8')).pid).toBe(process.pid)
})

test.skipIf(process.platform !== 'linux')('a lock whose process id now belongs to another process is taken over', async () => {
  await fixture.projects.create(fixture.projectFolder, 'Mine')
  await fixture.projects.close()
  const stale = { pid: process.ppid, processStart: 'another boot 1', host: hostname(), token: 'x' }
  writeFileSync(join(fixture.projectFolder, 'project.lock'), JSON.stringify(stale))
  expect((await fixture.projects.open(fixture.projectFolder)).name).toBe('Mine')
})

test('a lock that was not written completely is taken over', async () => {
  await fixture.projects.create(fixture.projectFolder, 'Mine')
  await fixture.projects.close()
  writeFileSync(join(fixture.projectFolder, 'project.lock'), '{"pid": 12')
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
