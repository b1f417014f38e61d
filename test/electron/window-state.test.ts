import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { placeWindow, readWindowState, writeWindowState } from '../../main/electron/window-state.ts'

const laptop = { x: 0, y: 25, width: 1440, height: 875 }
const monitor = { x: 1440, y: 0, width: 2560, height: 1440 }

describe('placeWindow', () => {
  it('opens a first window of the usual size in the middle of the primary display', () => {
    expect(placeWindow(null, [monitor])).toEqual({ bounds: { x: 2000, y: 270, width: 1440, height: 900 }, maximised: false })
  })

  it('makes the first window no larger than the display', () => {
    expect(placeWindow(null, [{ x: 0, y: 0, width: 1280, height: 700 }]).bounds).toEqual({ x: 0, y: 0, width: 1280, height: 700 })
  })

  it('keeps a window that can be reached where it was', () => {
    const kept = { bounds: { x: 1600, y: 100, width: 1000, height: 800 }, maximised: true }
    expect(placeWindow(kept, [laptop, monitor])).toEqual(kept)
  })

  it('keeps a window that hangs over the edge as long as its title bar can be grabbed', () => {
    const kept = { bounds: { x: -700, y: 100, width: 1000, height: 700 }, maximised: false }
    expect(placeWindow(kept, [laptop]).bounds).toEqual(kept.bounds)
  })

  it('brings a window back whose display is gone, and keeps it maximised', () => {
    const kept = { bounds: { x: 1600, y: 100, width: 1000, height: 800 }, maximised: true }
    expect(placeWindow(kept, [laptop])).toEqual({ bounds: { x: 0, y: 25, width: 1440, height: 875 }, maximised: true })
  })

  it('brings a window back whose title bar is above the display', () => {
    const kept = { bounds: { x: 100, y: -300, width: 1000, height: 800 }, maximised: false }
    expect(placeWindow(kept, [laptop]).bounds.y).toBe(25)
  })

  it('shrinks a window that was kept on a larger display, and widens one that became too small to use', () => {
    const large = { bounds: { x: 0, y: 25, width: 3000, height: 2000 }, maximised: false }
    expect(placeWindow(large, [laptop]).bounds).toEqual(laptop)
    const small = { bounds: { x: 10, y: 30, width: 200, height: 90 }, maximised: false }
    expect(placeWindow(small, [laptop]).bounds).toEqual({ x: 10, y: 30, width: 800, height: 560 })
  })
})

describe('the file of the window state', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'window-state-'))
  })
  afterAll(() => rm(folder, { recursive: true }))

  it('gives back what was kept and leaves no temporary file', async () => {
    const file = path.join(folder, 'new', 'window-state.json')
    const state = { bounds: { x: 1, y: 2, width: 900, height: 700 }, maximised: true }
    writeWindowState(file, state)
    expect(readWindowState(file)).toEqual(state)
    expect(await readdir(path.dirname(file))).toEqual(['window-state.json'])
  })

  it('costs the place of the window and nothing else when it cannot be written', async () => {
    await writeFile(path.join(folder, 'a-file'), '')
    const file = path.join(folder, 'a-file', 'window-state.json')
    writeWindowState(file, { bounds: { x: 1, y: 2, width: 900, height: 700 }, maximised: false })
    expect(readWindowState(file)).toBeNull()
  })

  it.each([
    ['is missing', null],
    ['is not JSON', '{'],
    ['lacks a side', '{"bounds":{"x":1,"y":2,"width":3},"maximised":false}'],
    ['has a side that is not a whole number', '{"bounds":{"x":1,"y":2,"width":3,"height":"4"},"maximised":false}'],
    ['is something else', '[]'],
  ])('is passed over when it %s', async (_, text) => {
    const file = path.join(folder, 'damaged.json')
    await rm(file, { force: true })
    if (text !== null) await writeFile(file, text)
    expect(readWindowState(file)).toBeNull()
  })
})
