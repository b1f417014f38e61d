import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createLog } from '#engine/platform/log'
import { createDrafts } from '#engine/workspace/drafts'

describe('drafts', () => {
  let folder: string

  beforeEach(async () => {
    folder = path.join(await mkdtemp(path.join(tmpdir(), 'codeshell-drafts-')), 'drafts')
  })
  afterEach(() => rm(path.dirname(folder), { recursive: true, force: true }))

  const draft = { id: '/home/me/a file.py', text: 'typed\r\n\uFEFF', version: 'v1' }
  const open = () => createDrafts({ folder, log: createLog({}) })

  it('keeps the last text of each file until it is dropped, also for the next start', async () => {
    await open().keepDraft(draft)
    await open().keepDraft({ ...draft, text: 'more' })
    await open().keepDraft({ id: 'untitled:scratch.py', text: 'other', version: null })
    expect(await open().findDraft(draft.id)).toEqual({ ...draft, text: 'more' })
    await open().dropDraft(draft.id)
    expect(await open().findDraft(draft.id)).toBeNull()
    expect(await open().findDraft('untitled:scratch.py')).toMatchObject({ text: 'other' })
  })

  it('does in turn what is asked at once', async () => {
    const drafts = open()
    await Promise.all([drafts.keepDraft(draft), drafts.keepDraft({ ...draft, text: 'more' }), drafts.dropDraft(draft.id)])
    expect(await readdir(folder)).toEqual([])
  })

  it('does not use a damaged draft', async () => {
    await open().keepDraft(draft)
    const [name] = await readdir(folder)
    await writeFile(path.join(folder, name ?? ''), '{"id":')
    expect(await open().findDraft(draft.id)).toBeNull()
  })

  it('tells what failed, and goes on with the next one', async () => {
    await writeFile(folder, 'a file in the way')
    const drafts = open()
    await expect(drafts.keepDraft(draft)).rejects.toMatchObject({ code: 'file.failed' })
    await rm(folder)
    await drafts.keepDraft(draft)
    expect(await drafts.findDraft(draft.id)).toEqual(draft)
  })
})
