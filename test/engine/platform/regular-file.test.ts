import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readRegularFile } from '#engine/platform/regular-file'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'regular-file-'))
})
afterEach(() => rm(folder, { recursive: true }))

test('a file is read whole, also through a link', async () => {
  await writeFile(join(folder, 'file'), 'text')
  await symlink('file', join(folder, 'link'))
  expect((await readRegularFile(join(folder, 'link'))).toString()).toBe('text')
})

test('what is missing, and a folder, fail with the error of the system', async () => {
  await expect(readRegularFile(join(folder, 'none'))).rejects.toMatchObject({ code: 'ENOENT' })
  await mkdir(join(folder, 'inner'))
  await expect(readRegularFile(join(folder, 'inner'))).rejects.toMatchObject({ code: 'EISDIR' })
})

test.skipIf(process.platform === 'win32')('a pipe without a writer and a device without an end are refused at once', async () => {
  execFileSync('mkfifo', [join(folder, 'pipe')])
  for (const file of [join(folder, 'pipe'), '/dev/zero', '/dev/null']) {
    await expect(readRegularFile(file)).rejects.toMatchObject({ code: 'EFTYPE', path: file })
  }
})
