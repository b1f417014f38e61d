import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { resolveStaticFile } from '../../main/static/static-files.ts'

let folder: string
let root: string

beforeAll(async () => {
  folder = await realpath(await mkdtemp(path.join(tmpdir(), 'static-files-')))
  root = path.join(folder, 'renderer')
  await mkdir(path.join(root, 'assets'), { recursive: true })
  await mkdir(path.join(folder, 'renderer-old'))
  await writeFile(path.join(root, 'index.html'), '<!doctype html>')
  await writeFile(path.join(root, 'assets/app-1a2b.js'), 'export {}')
  await writeFile(path.join(root, 'a b.svg'), '<svg/>')
  await writeFile(path.join(root, 'data.unknown'), 'x')
  await writeFile(path.join(folder, 'secret.txt'), 'secret')
  await writeFile(path.join(folder, 'renderer-old/index.html'), 'old')
  await symlink(path.join(folder, 'secret.txt'), path.join(root, 'link.txt'))
  await symlink(folder, path.join(root, 'up'))
  await symlink(path.join(root, 'index.html'), path.join(root, 'alias.html'))
})

afterAll(() => rm(folder, { recursive: true }))

const find = (urlPath: string) => resolveStaticFile({ root, urlPath })

describe('resolveStaticFile', () => {
  it('answers the root with index.html, which is asked for again each time', async () => {
    const found = await find('/')
    expect(found?.file).toBe(path.join(root, 'index.html'))
    expect(found?.sizeBytes).toBe(15)
    expect(found?.headers['content-type']).toBe('text/html; charset=utf-8')
    expect(found?.headers['cache-control']).toBe('no-cache')
    expect(found?.headers['x-content-type-options']).toBe('nosniff')
  })

  it('lets files with a hash in their name be kept for good', async () => {
    const found = await find('/assets/app-1a2b.js')
    expect(found?.headers['content-type']).toBe('text/javascript; charset=utf-8')
    expect(found?.headers['cache-control']).toContain('immutable')
  })

  it('decodes names', async () => {
    expect((await find('/a%20b.svg'))?.headers['content-type']).toBe('image/svg+xml')
  })

  it('serves an unknown type as bytes', async () => {
    expect((await find('/data.unknown'))?.headers['content-type']).toBe('application/octet-stream')
  })

  it('follows a symbolic link that stays inside', async () => {
    expect((await find('/alias.html'))?.file).toBe(path.join(root, 'index.html'))
  })

  it.each([
    ['a parent folder', '/../secret.txt'],
    ['an encoded parent folder', '/%2e%2e/secret.txt'],
    ['a parent folder with an encoded slash', '/..%2fsecret.txt'],
    ['an encoded slash inside the folder', '/assets%2fapp-1a2b.js'],
    ['a doubly encoded parent folder', '/%252e%252e/secret.txt'],
    ['a backslash', '/..%5csecret.txt'],
    ['a sibling folder with the same prefix', '/../renderer-old/index.html'],
    ['a symbolic link to a file outside', '/link.txt'],
    ['a symbolic link to a folder outside', '/up/secret.txt'],
    ['an absolute path', '//etc/passwd'],
    ['a drive', '/c:/secret.txt'],
    ['a zero byte', '/index.html%00.js'],
    ['a malformed escape', '/%zz'],
    ['a folder', '/assets'],
    ['a folder with a slash', '/assets/'],
    ['a file that does not exist', '/missing.js'],
    ['a path that does not begin with a slash', 'index.html'],
  ])('answers %s like a file that does not exist', async (_, urlPath) => {
    expect(await find(urlPath)).toBeNull()
  })
})
