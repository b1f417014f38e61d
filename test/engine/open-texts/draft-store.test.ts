import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type DraftSummary, openTextId } from '#contracts/open-texts'
import { createDraftStore } from '#engine/open-texts/draft-store'
import { createLog } from '#engine/platform/log'

const summary = (changes: Partial<DraftSummary> = {}): DraftSummary => ({
  id: openTextId.parse(crypto.randomUUID()),
  path: '/home/me/a file.py',
  name: 'a file.py',
  language: 'python',
  lineEnding: '\n',
  diskVersion: 'v1',
  savedAt: 1,
  ...changes,
})

describe('drafts', () => {
  let folder: string

  beforeEach(async () => {
    folder = path.join(await mkdtemp(path.join(tmpdir(), 'codeshell-drafts-')), 'drafts')
  })
  afterEach(() => rm(path.dirname(folder), { recursive: true, force: true }))

  const open = () => createDraftStore({ folder, log: createLog({}) })

  it('keeps the last text of each until it is dropped, also for the next start', async () => {
    const a = summary()
    const b = summary({ path: null, diskVersion: null, savedAt: 2 })
    await open().keep(a, ['typed'])
    await open().keep(a, ['more'])
    await open().keep(b, ['ot', 'her'])
    expect(await open().find(a.id)).toEqual({ ...a, text: 'more' })
    expect(await open().list()).toEqual([b, a])
    await open().drop(a.id)
    expect(await open().find(a.id)).toBeNull()
    expect(await open().find(b.id)).toEqual({ ...b, text: 'other' })
  })

  it('brings back every text unit by unit, also halves of surrogate pairs, and paths of any length', async () => {
    const store = open()
    const units = fc.array(fc.integer({ min: 0, max: 0xffff })).map((codes) => String.fromCharCode(...codes))
    await fc.assert(
      fc.asyncProperty(fc.array(units), fc.string({ maxLength: 4096, unit: 'binary' }), async (pieces, name) => {
        const draft = summary({ path: `/${name}` })
        await store.keep(draft, pieces)
        expect(await store.find(draft.id)).toEqual({ ...draft, text: pieces.join('') })
        expect(await store.list()).toContainEqual(draft)
        await store.drop(draft.id)
      }),
      { numRuns: 30 },
    )
  })

  it('does in turn what is asked at once', async () => {
    const store = open()
    const draft = summary()
    await Promise.all([store.keep(draft, ['a']), store.keep(draft, ['b']), store.drop(draft.id)])
    expect(await readdir(folder)).toEqual([])
  })

  it('does not use a damaged draft and leaves it on disk', async () => {
    const draft = summary()
    await open().keep(draft, ['a'])
    const [name = ''] = await readdir(folder)
    await writeFile(path.join(folder, name), '{"id":')
    expect(await open().find(draft.id)).toBeNull()
    expect(await open().list()).toEqual([])
    expect(await readdir(folder)).toEqual([name])
  })

  it('tells what failed, and goes on with the next one', async () => {
    await writeFile(folder, 'a file in the way')
    const store = open()
    const draft = summary()
    await expect(store.keep(draft, ['a'])).rejects.toMatchObject({ code: 'file.failed' })
    await rm(folder)
    await store.keep(draft, ['a'])
    expect(await store.find(draft.id)).toEqual({ ...draft, text: 'a' })
  })
})
