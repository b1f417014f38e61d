import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { call } from '@orpc/server'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Settings } from '#contracts/settings'
import { createLog, type Log } from '#engine/platform/log'
import { openSettings } from '#engine/settings/settings'
import { createSettingsRouter } from '#engine/settings/settings-router'

let folder: string
let log: Log

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'settings-'))
  log = createLog({ file: path.join(folder, 'log') })
})
afterEach(() => rm(folder, { recursive: true }))

const open = () => openSettings({ userDataFolder: path.join(folder, 'data'), log })

describe('settings', () => {
  it('start with the defaults and write nothing until something is chosen', async () => {
    const settings = await open()
    expect(settings.get().theme).toBe('system')
    expect(settings.get().completion.debounceMs).toBe(120)
    expect(await readdir(folder)).not.toContain('data')
  })

  it('are there after a restart', async () => {
    const before = await open()
    await before.update({ theme: 'dark' })
    expect((await open()).get()).toEqual({ ...before.get(), theme: 'dark' })
  })

  it('keep the sections that an update leaves out, also through the router', async () => {
    const settings = await open()
    const { update } = createSettingsRouter({ settings })
    const completion: Settings['completion'] = { enabled: false, lines: 'single', debounceMs: 5, disabledLanguages: ['go'] }
    await call(update, { completion })
    await call(update, { theme: 'light' })
    expect(settings.get()).toMatchObject({ theme: 'light', completion })
  })

  it('hold every one of several updates at once', async () => {
    const settings = await open()
    await Promise.all([settings.update({ theme: 'dark' }), settings.update({ data: { columns: ['size'], properties: null } })])
    expect((await open()).get()).toMatchObject({ theme: 'dark', data: { columns: ['size'] } })
  })

  it('are on disk when the store is closed, whatever was asked for just before', async () => {
    const settings = await open()
    const updates = [settings.update({ theme: 'dark' }), settings.update({ data: { columns: ['size'], properties: null } })]
    await settings[Symbol.asyncDispose]()
    const stored = JSON.parse(await readFile(path.join(folder, 'data', 'settings.json'), 'utf8'))
    expect(stored).toMatchObject({ theme: 'dark', data: { columns: ['size'] } })
    await Promise.all(updates)
  })

  it('reach whoever watches', async () => {
    const settings = await open()
    const seen = settings.watch()
    expect((await seen.next()).value?.theme).toBe('system')
    await settings.update({ theme: 'dark' })
    expect((await seen.next()).value?.theme).toBe('dark')
    await seen.return()
  })

  it.each([
    ['is not JSON', '{"theme": '],
    ['does not fit', '{"theme": "purple"}'],
    ['is nested deeper than any stack', `{"theme": ${'['.repeat(200_000)}${']'.repeat(200_000)}}`],
  ])('fall back to the defaults when the file %s, and set the file aside', async (_, text) => {
    const data = path.join(folder, 'data')
    await mkdir(data)
    await writeFile(path.join(data, 'settings.json'), text)
    expect((await open()).get().theme).toBe('system')
    const files = await readdir(data)
    expect(files).toEqual([expect.stringMatching(/^settings\.damaged-.*\.json$/)])
    expect(await readFile(path.join(data, files[0] ?? ''), 'utf8')).toBe(text)
    expect(await readFile(path.join(folder, 'log'), 'utf8')).toContain('damaged')
  })

  it('stay as they were when they cannot be saved', async () => {
    await writeFile(path.join(folder, 'data'), 'a file where the folder should be')
    const settings = await open()
    await expect(settings.update({ theme: 'dark' })).rejects.toMatchObject({ code: 'file.failed' })
    expect(settings.get().theme).toBe('system')
    await expect(settings[Symbol.asyncDispose]()).resolves.toBeUndefined()
  })
})
