import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { makeFolder, makeFolderSync } from '#engine/platform/make-folder'

let root: string

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'make-folder-'))
})

afterEach(() => rm(root, { recursive: true, force: true }))

test('a folder is made with those above it, and one that is there is left alone', async () => {
  const folder = path.join(root, 'a', 'b', 'c')
  await makeFolder(folder)
  await writeFile(path.join(folder, 'kept'), '')
  await makeFolder(folder)
  expect((await stat(path.join(folder, 'kept'))).isFile()).toBe(true)
})

test('the same without waiting', async () => {
  const folder = path.join(root, 'a', 'b', 'c')
  makeFolderSync(folder)
  makeFolderSync(folder)
  expect((await stat(folder)).isDirectory()).toBe(true)
  await writeFile(path.join(root, 'file'), '')
  expect(() => makeFolderSync(path.join(root, 'file'))).toThrow(expect.objectContaining({ code: 'EEXIST' }))
  expect(() => makeFolderSync(path.join(root, 'file', 'below'))).toThrow(expect.objectContaining({ code: 'ENOTDIR' }))
})

test('a file in the way is an error', async () => {
  await writeFile(path.join(root, 'file'), '')
  await expect(makeFolder(path.join(root, 'file'))).rejects.toMatchObject({ code: 'EEXIST' })
  await expect(makeFolder(path.join(root, 'file', 'below'))).rejects.toMatchObject({ code: 'ENOTDIR' })
})

test.runIf(process.platform === 'linux')('a place where the system makes no folders is an error, and soon', async () => {
  await expect(makeFolder('/proc/none/below')).rejects.toMatchObject({ code: 'ENOENT' })
  expect(() => makeFolderSync('/proc/none/below')).toThrow(expect.objectContaining({ code: 'ENOENT' }))
})
