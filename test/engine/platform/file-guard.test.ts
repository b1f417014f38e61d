import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { link, mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { isProjectFileName } from '#engine/dataset/project/project-file'
import { createFileGuard, type FileGuard } from '#engine/platform/file-guard'
import { openDatabase } from '#engine/platform/sqlite'

let folder: string
let project: string
let models: string[]
let guard: FileGuard
let userDataFolder: string

const at = (...names: string[]) => path.join(folder, ...names)
/** As a save of something whose files begin with "mine". */
const write = (file: string, replace: string | null = null) =>
  guard.checkWrite({
    file,
    attempt: 'Saving',
    writes: 'a thing of mine',
    isSameKind: ({ start }) => start.toString().startsWith('mine'),
    replace,
  })

beforeEach(async () => {
  folder = await realpath(await mkdtemp(path.join(tmpdir(), 'codeshell-guard-')))
  project = at('project')
  models = []
  userDataFolder = at('user')
  await mkdir(project)
  await mkdir(at('elsewhere'))
  for (const name of ['project.sqlite', 'project.sqlite-shm', 'project.sqlite-lock'])
    await writeFile(path.join(project, name), name)
  guard = createFileGuard({
    userDataFolder,
    project: () => ({ folder: project, isOwnName: isProjectFileName }),
    models: () => models,
  })
})
afterEach(() => rm(folder, { recursive: true }))

test('a file of the open project is neither read nor written, whatever it is called by', async () => {
  const own = path.join(project, 'project.sqlite')
  await symlink(own, at('link.jsonl'))
  await symlink('link.jsonl', at('link-to-link.jsonl'))
  await link(own, at('elsewhere', 'hard.yaml'))
  await symlink(project, at('folder-link'))
  // Free at present, and taken for a part of the database by SQLite as soon as there is something.
  await symlink(path.join(project, 'project.sqlite-wal'), at('to-a-free-name'))
  const names = [
    own,
    path.join(project, 'project.sqlite-shm'),
    path.join(project, 'project.sqlite-wal'),
    path.join(project, 'project.sqlite-lock'),
    path.join(project, 'Project.SQLite-WAL'),
    `${project}/./../project//project.sqlite`,
    at('folder-link', 'project.sqlite'),
    at('folder-link', 'project.sqlite-journal'),
    at('link.jsonl'),
    at('link-to-link.jsonl'),
    at('elsewhere', 'hard.yaml'),
    at('to-a-free-name'),
  ]
  for (const name of names) {
    await expect(write(name), name).rejects.toMatchObject({ code: 'input.invalid', data: { field: 'file' } })
    await expect(guard.checkRead(name, 'Opening'), name).rejects.toMatchObject({ code: 'input.invalid' })
  }
  await expect(write(path.join(project, 'cuts.yaml'))).resolves.toBeUndefined()
})

test('without a project, and in another folder, the same names are nobody’s', async () => {
  await expect(write(at('elsewhere', 'project.sqlite-wal'))).resolves.toBeUndefined()
  guard = createFileGuard({ userDataFolder, project: () => null, models: () => [] })
  await expect(guard.checkRead(path.join(project, 'project.sqlite'), 'Opening')).resolves.toBeUndefined()
})

test('a file of another kind is named for what it is, and replaced by whoever confirms it, as long as it is that file', async () => {
  const database = openDatabase(at('other.yaml'))
  database.exec('CREATE TABLE t (x)')
  database.close()
  models = [at('loaded.gguf')]
  await writeFile(at('other.yaml-wal'), '')
  await writeFile(at('a.gguf'), 'GGUF and weights')
  await writeFile(at('loaded.gguf'), 'GGUF and more weights')
  await writeFile(at('photo'), Buffer.from([1, 0, 2]))
  await writeFile(at('letter.txt'), 'Dear reader')
  await symlink('letter.txt', at('link'))
  const words = {
    'other.yaml': 'a database',
    'other.yaml-wal': 'part of one',
    'a.gguf': 'a model (',
    'loaded.gguf': 'the model that is loaded',
    photo: 'a binary file',
    'letter.txt': 'another text file',
    link: 'another text file',
  }
  for (const [name, said] of Object.entries(words)) {
    const refusal = await write(at(name)).catch((error) => error)
    expect(refusal, name).toMatchObject({ code: 'file.would-replace', data: { file: at(name) } })
    expect(refusal.message).toContain(`${at(name)} is `)
    expect(refusal.message).toContain(said)
    expect(refusal.message).toContain('not a thing of mine')
    await expect(write(at(name), refusal.data.confirmation)).resolves.toBeUndefined()
    await expect(write(at(name), 'another')).rejects.toMatchObject({ code: 'file.would-replace' })
  }
  const free = await write(at('other.yaml-shm')).catch((error) => error)
  expect(free).toMatchObject({ code: 'file.would-replace', message: expect.stringContaining('the database beside it') })
  await expect(write(at('other.yaml-shm'), free.data.confirmation)).resolves.toBeUndefined()
  await expect(write(at('letter.txt-shm'))).resolves.toBeUndefined()
  const { data } = await write(at('letter.txt')).catch((error) => error)
  await writeFile(at('letter.txt'), 'Dear reader, there is more')
  await expect(write(at('letter.txt'), data.confirmation)).rejects.toMatchObject({ code: 'file.would-replace' })
  await expect(write(at('photo'), data.confirmation)).rejects.toMatchObject({ code: 'file.would-replace' })
})

test('what is new, empty or of the same kind needs no question', async () => {
  await writeFile(at('empty'), '')
  await writeFile(at('before'), 'mine, from yesterday')
  await symlink('nowhere-yet', at('link'))
  for (const name of ['new', 'empty', 'before', 'link']) await expect(write(at(name))).resolves.toBeUndefined()
  expect(await readFile(at('before'), 'utf8')).toBe('mine, from yesterday')
})

test.skipIf(process.platform === 'win32')('what is no file is not replaced by one', async () => {
  await expect(write(at('elsewhere'))).rejects.toMatchObject({ code: 'file.failed', data: { systemCode: 'EISDIR' } })
  execFileSync('mkfifo', [at('pipe')])
  const socket = createServer().listen(at('socket'))
  await once(socket, 'listening')
  await symlink('pipe', at('link-to-pipe'))
  const words = { '/dev/null': 'a device', [at('pipe')]: 'a pipe', [at('link-to-pipe')]: 'a pipe', [at('socket')]: 'a socket' }
  for (const [name, what] of Object.entries(words)) {
    await expect(write(name, 'any')).rejects.toMatchObject({
      code: 'file.failed',
      message: expect.stringContaining(`${name} is ${what}, not a file`),
      data: { systemCode: 'EINVAL' },
    })
  }
  socket.close()
})

test.skipIf(process.platform !== 'linux')(
  'what a process has open and no folder holds is not taken for a free name',
  async () => {
    const child = spawn('cat', { stdio: ['pipe', 'pipe', 'ignore'] })
    for (const name of [`/proc/${child.pid}/fd/1`, `/proc/${child.pid}/fd/0`]) {
      await expect(write(name)).rejects.toMatchObject({
        code: 'file.failed',
        message: expect.stringMatching(/is a (pipe|socket),/),
      })
    }
    child.kill()
    await once(child, 'exit')
  },
)

test('a name in the folder of the program’s own files is not free, whether there is such a file or not', async () => {
  await mkdir(at('user', 'drafts', 'deep'), { recursive: true })
  await mkdir(at('user', 'recipes'))
  await mkdir(at('user', 'Local Storage', 'leveldb'), { recursive: true })
  await writeFile(at('user', 'recent-projects.json'), 'mine')
  await symlink(at('user'), at('to-user'))
  await symlink(at('user', 'models.json'), at('innocent.yaml'))
  const names = [
    ...[
      'settings.json',
      'models.json',
      'backends.json',
      'recent-projects.json',
      'window-state.json',
      'workbench.log',
      'anything',
    ],
    'drafts/a',
    'drafts/deep/a',
    'recipes/a.yaml',
    'Local Storage/leveldb/CURRENT',
  ].map((name) => at('user', name))
  names.push(
    at('to-user', 'settings.json'),
    at('to-user', 'drafts', 'a'),
    at('innocent.yaml'),
    at('elsewhere/../user/settings.json'),
  )
  for (const name of names) {
    await expect(write(name, 'free'), name).rejects.toMatchObject({
      code: 'input.invalid',
      message: expect.stringContaining('the program keeps its own files'),
    })
  }
  await expect(guard.checkRead(at('user', 'settings.json'), 'Opening')).resolves.toBeUndefined()
  await expect(write(at('elsewhere', 'settings.json'))).resolves.toBeUndefined()
})

test('a path below a file says which part of it is the file', async () => {
  await writeFile(at('a.txt'), 'mine')
  for (const name of [at('a.txt', 'x'), at('a.txt', 'x', 'y', 'z')]) {
    const refusal = {
      code: 'file.failed',
      message: expect.stringContaining(`${at('a.txt')} is a file, not a folder`),
      data: { systemCode: 'ENOTDIR' },
    }
    await expect(write(name)).rejects.toMatchObject(refusal)
    await expect(guard.checkRead(name, 'Opening')).rejects.toMatchObject(refusal)
  }
})

test('no name that a file system could take for one of the project’s own is free', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('', '-wal', '-shm', '-journal', '-lock', '.new'),
      fc.constantFrom('', '.', ' ', '. ', ':stream', '::$DATA'),
      fc.array(fc.boolean(), { minLength: 24, maxLength: 24 }),
      (part, ending, upper) => {
        const name = [...`project.sqlite${part}${ending}`].map((letter, at) => (upper[at % 24] ? letter.toUpperCase() : letter))
        expect(isProjectFileName(name.join(''))).toBe(true)
      },
    ),
  )
  // Opening the project would remove these.
  for (const name of ['project.lock', 'Project.Lock', 'project.lock.stale-0f']) expect(isProjectFileName(name)).toBe(true)
  for (const name of ['project.yaml', 'my-project.sqlite', 'project.sqlite3', 'projectXsqlite'])
    expect(isProjectFileName(name)).toBe(false)
})
