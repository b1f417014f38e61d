import {
  chmod,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  realpath,
  rm,
  stat,
  symlink,
  truncate,
  writeFile,
} from 'node:fs/promises'
import { homedir, tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { listFolder, maxFileBytes, readTextFile, writeTextFile } from '#engine/workspace/workspace'

let folder: string
const at = (name: string) => path.join(folder, name)

beforeEach(async () => {
  folder = await realpath(await mkdtemp(path.join(tmpdir(), 'workspace-')))
})
afterEach(() => rm(folder, { recursive: true }))

describe('listing a folder', () => {
  it('shows folders first, then files, by name with numbers in order', async () => {
    for (const name of ['b', 'A']) await mkdir(at(name))
    for (const name of ['file10.py', 'file9.py', '.env']) await writeFile(at(name), 'xy')
    const { entries, parent } = await listFolder(folder)
    expect(entries.map(({ name }) => name)).toEqual(['A', 'b', '.env', 'file9.py', 'file10.py'])
    expect(entries[0]).toEqual({ name: 'A', path: at('A'), kind: 'folder', sizeBytes: 0 })
    expect(entries[3]).toEqual({ name: 'file9.py', path: at('file9.py'), kind: 'file', sizeBytes: 2 })
    expect(parent).toBe(path.dirname(folder))
  })

  it('follows links and leaves out those that lead nowhere', async () => {
    await mkdir(at('real'))
    await symlink(at('real'), at('link'))
    await symlink(at('gone'), at('broken'))
    const { entries } = await listFolder(folder)
    expect(entries.map(({ name, kind }) => [name, kind])).toEqual([
      ['link', 'folder'],
      ['real', 'folder'],
    ])
  })

  it('starts at home and has no parent at the root', async () => {
    expect((await listFolder(null)).folder).toBe(homedir())
    expect((await listFolder(path.parse(folder).root)).parent).toBeNull()
  })

  it('says when there is no such folder', async () => {
    await writeFile(at('file'), '')
    await expect(listFolder(at('gone'))).rejects.toMatchObject({ code: 'file.not-found', data: { file: at('gone') } })
    await expect(listFolder(at('file'))).rejects.toMatchObject({ code: 'file.failed', data: { systemCode: 'ENOTDIR' } })
  })
})

describe('reading a file', () => {
  it('gives its text, language and line ending', async () => {
    await writeFile(at('a.py'), 'print("é")\r\nx\r\n')
    expect(await readTextFile(at('a.py'))).toMatchObject({
      path: at('a.py'),
      text: 'print("é")\r\nx\r\n',
      language: 'python',
      lineEnding: '\r\n',
      readOnly: false,
    })
  })

  it('says when nobody may write it', async () => {
    await writeFile(at('a'), 'x')
    await chmod(at('a'), 0o444)
    const { readOnly, version } = await readTextFile(at('a'))
    expect(readOnly).toBe(true)
    await expect(writeTextFile({ file: at('a'), text: 'y', expectedVersion: version })).rejects.toMatchObject({
      code: 'file.failed',
      data: { systemCode: 'EACCES' },
    })
  })

  it.each([
    ['a zero byte', Buffer.from('a\0b')],
    ['bytes that are not UTF-8', Buffer.from([0x61, 0xff, 0x62])],
  ])('refuses %s', async (_, bytes) => {
    await writeFile(at('a'), bytes)
    await expect(readTextFile(at('a'))).rejects.toMatchObject({ code: 'file.not-text', data: { file: at('a') } })
  })

  it('refuses a file over the limit, a folder and a missing file', async () => {
    await writeFile(at('large'), '')
    await truncate(at('large'), maxFileBytes + 1)
    await expect(readTextFile(at('large'))).rejects.toMatchObject({
      code: 'file.too-large',
      data: { sizeBytes: maxFileBytes + 1, limitBytes: maxFileBytes },
    })
    await expect(readTextFile(folder)).rejects.toMatchObject({ code: 'file.failed', data: { systemCode: 'EISDIR' } })
    await expect(readTextFile(at('gone'))).rejects.toMatchObject({ code: 'file.not-found' })
  })
})

describe('writing a file', () => {
  it('replaces the version that was read and leaves nothing else behind', async () => {
    await writeFile(at('a'), 'old', { mode: 0o750 })
    const { version } = await readTextFile(at('a'))
    const written = await writeTextFile({ file: at('a'), text: 'new', expectedVersion: version })
    expect(await readTextFile(at('a'))).toMatchObject({ text: 'new', version: written.version })
    expect((await stat(at('a'))).mode & 0o777).toBe(0o750)
    expect(await readdir(folder)).toEqual(['a'])
  })

  it('keeps a byte order mark without showing it', async () => {
    await writeFile(at('a'), '\uFEFFold')
    const { text, version } = await readTextFile(at('a'))
    expect(text).toBe('old')
    await writeTextFile({ file: at('a'), text: 'new', expectedVersion: version })
    expect(await readFile(at('a'), 'utf8')).toBe('\uFEFFnew')
  })

  it('writes what a link points to, and the link stays', async () => {
    await mkdir(at('elsewhere'))
    await writeFile(at('elsewhere/target'), 'old')
    await symlink('elsewhere/target', at('link'))
    const { version } = await readTextFile(at('link'))
    await writeTextFile({ file: at('link'), text: 'new', expectedVersion: version })
    expect((await lstat(at('link'))).isSymbolicLink()).toBe(true)
    expect(await readFile(at('elsewhere/target'), 'utf8')).toBe('new')
  })

  it('makes a new file only where there is none', async () => {
    await writeTextFile({ file: at('new'), text: 'x', expectedVersion: null })
    expect(await readFile(at('new'), 'utf8')).toBe('x')
    await expect(writeTextFile({ file: at('new'), text: 'y', expectedVersion: null })).rejects.toMatchObject({
      code: 'file.changed',
    })
  })

  it('refuses when the file changed or went away since', async () => {
    await writeFile(at('a'), 'old')
    const { version } = await readTextFile(at('a'))
    await writeFile(at('a'), 'other')
    const write = () => writeTextFile({ file: at('a'), text: 'mine', expectedVersion: version })
    await expect(write()).rejects.toMatchObject({ code: 'file.changed', data: { file: at('a') } })
    expect(await readFile(at('a'), 'utf8')).toBe('other')
    await rm(at('a'))
    await expect(write()).rejects.toMatchObject({ code: 'file.changed' })
  })

  it('takes one of two saves at once and refuses the other, also under another name of the file', async () => {
    await writeFile(at('a'), 'old')
    await symlink('a', at('link'))
    const { version } = await readTextFile(at('a'))
    const saves = await Promise.allSettled([
      writeTextFile({ file: at('a'), text: 'first', expectedVersion: version }),
      writeTextFile({ file: at('link'), text: 'second', expectedVersion: version }),
      writeTextFile({ file: at('a'), text: 'third', expectedVersion: version }),
    ])
    expect(saves.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected', 'rejected'])
    const taken = ['first', 'second', 'third'][saves.findIndex(({ status }) => status === 'fulfilled')]
    expect(await readFile(at('a'), 'utf8')).toBe(taken)
    for (const save of saves) if (save.status === 'rejected') expect(save.reason).toMatchObject({ code: 'file.changed' })
  })

  it('saves again right after a save that was refused', async () => {
    await writeFile(at('a'), 'old')
    const { version } = await readTextFile(at('a'))
    const [refused, taken] = await Promise.allSettled([
      writeTextFile({ file: at('a'), text: 'new', expectedVersion: 'another' }),
      writeTextFile({ file: at('a'), text: 'new', expectedVersion: version }),
    ])
    expect([refused.status, taken.status]).toEqual(['rejected', 'fulfilled'])
  })

  it('refuses text that no file can hold', async () => {
    await expect(writeTextFile({ file: at('a'), text: '\ud800', expectedVersion: null })).rejects.toMatchObject({
      code: 'input.invalid',
    })
    const text = 'x'.repeat(maxFileBytes + 1)
    await expect(writeTextFile({ file: at('a'), text, expectedVersion: null })).rejects.toMatchObject({ code: 'file.too-large' })
    await expect(writeTextFile({ file: at('no/a'), text: '', expectedVersion: null })).rejects.toMatchObject({
      code: 'file.not-found',
    })
    expect(await readdir(folder)).toEqual([])
  })
})

describe.skipIf(process.platform !== 'linux')('names that are not UTF-8', () => {
  const raw = (name: string) => Buffer.concat([Buffer.from(`${folder}/`), Buffer.from(name, 'latin1')])

  it('are listed, opened and saved by their spelling', async () => {
    await mkdir(raw('gr\xfcn'))
    await writeFile(raw('gr\xfcn/a\xff.py'), 'one')
    await writeFile(raw('gr\xfcn/a\xfe.py'), 'two')
    const [inner] = (await listFolder(folder)).entries
    expect(inner).toEqual({ name: 'gr\\xfcn', path: at('gr\\xfcn'), kind: 'folder', sizeBytes: 0 })
    const listed = await listFolder(at('gr\\xfcn'))
    expect(listed).toMatchObject({ folder: at('gr\\xfcn'), parent: folder })
    expect(listed.entries.map(({ name }) => name)).toEqual(['a\\xfe.py', 'a\\xff.py'])

    const { text, version, path: opened } = await readTextFile(at('gr\\xfcn/a\\xff.py'))
    expect([text, opened]).toEqual(['one', at('gr\\xfcn/a\\xff.py')])
    await writeTextFile({ file: opened, text: 'changed', expectedVersion: version })
    expect(await readFile(raw('gr\xfcn/a\xff.py'), 'utf8')).toBe('changed')
    expect((await readdir(raw('gr\xfcn'))).length).toBe(2)
    await writeTextFile({ file: at('gr\\xfcn/new\\x80'), text: 'new', expectedVersion: null })
    expect(await readFile(raw('gr\xfcn/new\x80'), 'utf8')).toBe('new')
  })

  it('are not taken for names that look like their spelling', async () => {
    await writeFile(at('a\\xff'), 'text')
    await writeFile(raw('a\xff'), 'byte')
    const { entries } = await listFolder(folder)
    expect(entries.map(({ name }) => name)).toEqual(['a\\x5cxff', 'a\\xff'])
    const texts = await Promise.all(entries.map(async (entry) => (await readTextFile(entry.path)).text))
    expect(texts).toEqual(['text', 'byte'])
  })

  it('have one spelling', async () => {
    await writeFile(at('é'), 'x')
    expect((await readTextFile(at('\\xc3\\xa9'))).path).toBe(at('é'))
  })
})
