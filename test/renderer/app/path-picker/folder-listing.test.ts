import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { PickPathRequest } from '#contracts/host'
import { listFolder } from '#engine/workspace/workspace'
import { createFolderListing, findEntry } from '../../../../renderer/app/path-picker/folder-listing.ts'
import { within } from '../../../support/within.ts'

const folderKey = 'codeshell.last-folder'
let root: string
let memory: Map<string, string>

beforeEach(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), 'listing-')))
  await mkdir(join(root, 'there'))
  await writeFile(join(root, 'there', 'a.txt'), 'a')
  memory = new Map()
})
afterEach(() => rm(root, { recursive: true }))

/** Reads real folders; each answer waits until `next` lets it go. */
function createGatedListing(kind: PickPathRequest['kind'] = 'open-file') {
  const waiting: { folder: string | null; release: () => void }[] = []
  const listing = createFolderListing({
    request: { kind, title: 'Choose', suggestedName: null, extensions: [] },
    async list({ folder }) {
      await new Promise<void>((release) => waiting.push({ folder, release }))
      return listFolder(folder ?? join(root, 'there'))
    },
    memory: { getItem: (key) => memory.get(key) ?? null, setItem: (key, value) => void memory.set(key, value) },
  })
  const asked = () => waiting.map(({ folder }) => folder)
  /** Lets the oldest answer through. */
  const next = () => waiting.shift()?.release()
  return { listing, asked, next, read: () => listing.state.getState() }
}

describe('the listing of the path picker', () => {
  it('begins with the remembered folder, whose path is there before its entries are', async () => {
    memory.set(folderKey, join(root, 'there'))
    const { listing, next, read } = createGatedListing()
    const opened = listing.openFirst()
    expect(read()).toMatchObject({ typed: join(root, 'there'), folder: null, isLoading: true })
    next()
    await opened
    expect(read()).toMatchObject({ folder: join(root, 'there'), problem: null, isLoading: false })
    expect(read().entries.map(({ name }) => name)).toEqual(['a.txt'])
  })

  it('falls back to the home folder without a word when the remembered one is gone', async () => {
    memory.set(folderKey, join(root, 'gone'))
    const { listing, asked, next, read } = createGatedListing()
    const opened = listing.openFirst()
    next()
    await vi.waitFor(() => expect(asked()).toEqual([null]), within)
    expect(read().problem).toBeNull()
    next()
    await opened
    expect(read()).toMatchObject({ folder: join(root, 'there'), typed: join(root, 'there'), problem: null, isLoading: false })
    expect(memory.get(folderKey)).toBe(join(root, 'there'))
  })

  it('keeps a path that is typed while the remembered folder turns out to be gone', async () => {
    memory.set(folderKey, join(root, 'gone'))
    const { listing, asked, next, read } = createGatedListing()
    const opened = listing.openFirst()
    listing.type('/typed/meanwhile')
    next()
    await vi.waitFor(() => expect(asked()).toEqual([null]), within)
    next()
    await opened
    expect(read()).toMatchObject({ folder: join(root, 'there'), typed: '/typed/meanwhile' })
  })

  it('does not go home behind the back of a person who went on already', async () => {
    memory.set(folderKey, join(root, 'gone'))
    const { listing, asked, next, read } = createGatedListing()
    const opened = listing.openFirst()
    listing.type(join(root, 'wrong'))
    const went = listing.go(join(root, 'wrong'))
    next()
    await opened
    expect(asked()).toEqual([join(root, 'wrong')])
    next()
    expect(await went).toBeNull()
    expect(read()).toMatchObject({ typed: join(root, 'wrong'), problem: expect.stringContaining('wrong'), isLoading: false })
  })

  it('answers what a typed path is, and shows it only if it is a folder', async () => {
    const { listing, next, read } = createGatedListing()
    const file = join(root, 'there', 'a.txt')
    const wentToFile = listing.go(file)
    next()
    expect(await wentToFile).toEqual({ kind: 'file', path: file })
    expect(read()).toMatchObject({ folder: null, problem: null, isLoading: false })
    const wentToFolder = listing.go(root)
    next()
    expect(await wentToFolder).toMatchObject({ kind: 'folder', path: root })
    expect(read().folder).toBe(root)
  })

  it('shows the folder that was asked for last, whichever answers last', async () => {
    const { listing, next, read } = createGatedListing()
    const first = listing.go(root)
    const second = listing.go(join(root, 'there'))
    next()
    await first
    expect(read().folder).toBeNull()
    next()
    await second
    expect(read().folder).toBe(join(root, 'there'))
  })

  it('says that a file is no folder, until another path is typed', async () => {
    const { listing, next, read } = createGatedListing('open-folder')
    const file = join(root, 'there', 'a.txt')
    const going = listing.go(file)
    next()
    expect(await going).toEqual({ kind: 'file', path: file })
    expect(read().problem).toBe(`${file} is a file. Choose a folder.`)
    listing.type(join(root, 'there'))
    expect(read().problem).toBeNull()
  })

  it('tells what is in a folder, whatever may be chosen', async () => {
    const { listing, next } = createGatedListing('open-folder')
    const going = listing.go(join(root, 'there'))
    next()
    const located = await going
    expect(located).toMatchObject({ kind: 'folder', entries: [{ name: 'a.txt', kind: 'file' }] })
  })
})

it('finds the file that a name would replace, whose letters may differ in size', () => {
  const entries = ['kept.jsonl', 'Kept.jsonl', 'other'].map((name) => ({ name, path: name, kind: 'file' as const, sizeBytes: 1 }))
  expect(findEntry(entries, 'Kept.jsonl')?.name).toBe('Kept.jsonl')
  expect(findEntry(entries, 'OTHER')?.name).toBe('other')
  expect(findEntry(entries, 'new')).toBeUndefined()
})
