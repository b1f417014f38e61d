import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { ExportFormat } from '#contracts/exports'
import { checkExportTarget } from '#engine/dataset/export/check-target'
import { chooseExportPlace, clearPlace, putInPlace } from '#engine/dataset/export/export-place'
import { createFileGuard } from '#engine/platform/file-guard'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'codeshell-place-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

function write(files: Record<string, string>): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), content)
  }
}
const read = (name: string) => readFileSync(join(folder, name), 'utf8')
const manifest = (format: ExportFormat, files: object[] = []) => JSON.stringify({ kind: 'codeshell-export', format, files })

describe('a folder', () => {
  const make = () => chooseExportPlace({ target: join(folder, 'out'), format: 'folder' })

  test('takes its name as a whole, in place of an empty folder or an export of before', async () => {
    for (const before of ['nothing', 'empty', 'export']) {
      if (before === 'empty') mkdirSync(join(folder, 'out'))
      if (before === 'export') write({ 'out/documents/old.c': 'old' })
      const place = make()
      mkdirSync(place.partial)
      writeFileSync(join(place.partial, 'new.c'), before)
      await putInPlace(place)
      expect(readdirSync(folder)).toEqual(['out'])
      expect(readdirSync(join(folder, 'out'))).toEqual(['new.c'])
      rmSync(join(folder, 'out'), { recursive: true })
    }
  })

  test('that was put aside by a run that was killed comes back, unless the new one has its name', async () => {
    const place = make()
    mkdirSync(place.aside)
    writeFileSync(join(place.aside, 'old.c'), 'old')
    mkdirSync(place.partial)
    await clearPlace(place)
    expect(readdirSync(folder)).toEqual(['out'])
    expect(read('out/old.c')).toBe('old')

    mkdirSync(place.aside)
    await clearPlace(place)
    expect(readdirSync(folder)).toEqual(['out'])
  })
})

test('a file gets its name before its manifest, and the manifest of before is gone by then', async () => {
  const place = chooseExportPlace({ target: join(folder, 'x.jsonl'), format: 'jsonl' })
  write({ 'x.jsonl': 'old', 'x.jsonl.manifest.json': 'old' })
  writeFileSync(place.partial, 'new')
  // The card is missing, so that it ends in the midst.
  await expect(putInPlace(place)).rejects.toThrow('ENOENT')
  expect([read('x.jsonl'), existsSync(join(folder, 'x.jsonl.manifest.json'))]).toEqual(['new', false])
})

describe('a target is asked about', () => {
  const check = (name: string, format: ExportFormat, replace: string | null = null) => {
    const files = createFileGuard({ userDataFolder: join(folder, 'user'), project: () => null, models: () => [] })
    const wanted = { target: join(folder, name), format, replace }
    return checkExportTarget({ files, projectFolder: join(folder, 'project') }, wanted)
  }
  const checkRefusal = async (name: string, format: ExportFormat, replace: string | null = null) =>
    check(name, format, replace).then(
      () => null,
      (error) => error as { code: string; message: string; data: { file: string; confirmation: string } },
    )

  test('once for each of its files that is something else', async () => {
    write({ 'x.parquet': 'PAR1 of somebody', 'x.parquet.manifest.json': '{}', 'x.parquet.card.md': '# Mine' })
    let replace: string | null = null
    const asked: string[] = []
    for (;;) {
      const refusal = await checkRefusal('x.parquet', 'parquet', replace)
      if (refusal === null) break
      expect(refusal.code).toBe('file.would-replace')
      asked.push(refusal.data.file.slice(folder.length + 1))
      replace = refusal.data.confirmation
    }
    expect(asked).toEqual(['x.parquet', 'x.parquet.manifest.json', 'x.parquet.card.md'])
  })

  test('not where its files are those that the manifest speaks of, and again where the card was changed', async () => {
    const listed = [
      { name: 'x.parquet', sizeBytes: 7, sha256: '' },
      { name: 'x.parquet.card.md', sizeBytes: 4, sha256: '1aea4b6a30a3b7c3ecbc17c1a1ff54ad4c5a5f3f1c5a0d5d8b2f0ff8d5b7c9ae' },
    ]
    write({ 'x.parquet': 'PAR1...', 'x.parquet.manifest.json': manifest('parquet', listed) })
    expect(await checkRefusal('x.parquet', 'parquet')).toBeNull()
    write({ 'x.parquet.card.md': 'card, which I went on writing' })
    expect(await checkRefusal('x.parquet', 'parquet')).toMatchObject({ code: 'file.would-replace' })
  })

  test('when it is a folder of an earlier export, and refused when there is anything else', async () => {
    write({ 'out/manifest.json': manifest('folder'), 'out/documents/a.c': '', 'other/README.md': '', 'a-file': '' })
    const refusal = await checkRefusal('out', 'folder')
    expect(refusal).toMatchObject({ code: 'file.would-replace', message: expect.stringContaining('an export of before') })
    expect(await checkRefusal('out', 'folder', refusal?.data.confirmation)).toBeNull()
    expect(await checkRefusal('out', 'jsonl')).toMatchObject({ code: 'file.failed' })
    write({ 'out/.git/HEAD': '' })
    for (const name of ['out', 'other', 'a-file']) {
      expect(await checkRefusal(name, 'folder')).toMatchObject({ code: 'file.failed' })
    }
    mkdirSync(join(folder, 'empty'))
    for (const name of ['empty', 'new']) expect(await checkRefusal(name, 'folder')).toBeNull()
    expect(await checkRefusal('nowhere/out', 'folder')).toMatchObject({ code: 'file.not-found' })
  })

  test('never where the program or the project has its files, by whatever name', async () => {
    write({ 'user/settings.json': '', 'out/manifest.json': manifest('folder'), 'out/documents/project/project.sqlite': '' })
    mkdirSync(join(folder, 'user/empty'))
    symlinkSync(join(folder, 'user/empty'), join(folder, 'link'))
    for (const name of ['user/new', 'user/empty', 'link']) {
      expect(await checkRefusal(name, 'folder')).toMatchObject({ code: 'input.invalid' })
    }
    const files = createFileGuard({ userDataFolder: join(folder, 'user'), project: () => null, models: () => [] })
    const projectFolder = join(folder, 'out/documents/project')
    const wanted = { target: join(folder, 'out'), format: 'folder', replace: null } as const
    await expect(checkExportTarget({ files, projectFolder }, wanted)).rejects.toMatchObject({ code: 'file.failed' })
  })
})
