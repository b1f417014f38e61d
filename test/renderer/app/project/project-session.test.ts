import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { implement } from '@orpc/server'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createMessagePortWire } from '#contracts/wire/message-port-wire'
import { serve } from '#contracts/wire/serve'
import type { Wire } from '#contracts/wire/wire'
import { workbenchContract } from '#contracts/workbench'
import { createProjects, type Projects } from '#engine/dataset/project/projects'
import { createLog } from '#engine/platform/log'
import { openSettings } from '#engine/settings/settings'
import { createSettingsRouter } from '#engine/settings/settings-router'
import { within } from '../../../support/within.ts'

let userDataFolder: string
let engines: Engine[]
let stopPage: (() => void) | undefined

interface Engine {
  projects: Projects
  /** A new connection to it. */
  connect(): Wire
  /** Ends it as a crash does: the connection is gone, and nothing was said before. */
  crash(): Promise<void>
}

beforeEach(async () => {
  userDataFolder = await realpath(await mkdtemp(join(tmpdir(), 'session-')))
  engines = []
  stopPage = undefined
})
afterEach(async () => {
  stopPage?.()
  for (const engine of engines) await engine.crash()
  await rm(userDataFolder, { recursive: true })
})

/** The part of an engine that a page needs for its project, with real files. */
async function startEngine(): Promise<Engine> {
  const log = createLog({})
  const settings = await openSettings({ userDataFolder, log })
  const projects = createProjects({ userDataFolder, log })
  const os = implement(workbenchContract)
  const router = {
    settings: createSettingsRouter({ settings }),
    dataset: {
      createProject: os.dataset.createProject.handler(({ input }) => projects.create(input.folder, input.name)),
      openProject: os.dataset.openProject.handler(({ input }) => projects.open(input.folder)),
      closeProject: os.dataset.closeProject.handler(({ input }) => projects.close(input.project)),
      watchProject: os.dataset.watchProject.handler(({ signal }) => projects.state.watch(signal)),
    },
  }
  const served: MessagePort[] = []
  const engine: Engine = {
    projects,
    connect() {
      const { port1, port2 } = new MessageChannel()
      serve(router as never, createMessagePortWire(port2), () => undefined)
      served.push(port2)
      return createMessagePortWire(port1)
    },
    async crash() {
      for (const port of served) port.close()
      await projects[Symbol.asyncDispose]()
    },
  }
  engines.push(engine)
  return engine
}

/** A page that was just loaded: its modules hold its state. */
async function openPage(): Promise<{
  reach(engine: Engine): Promise<void>
  session: typeof import('../../../../renderer/app/project/project-session.ts')
  readProject(): string | null | undefined
  readNotices(): { title: string; message: string | null; action: string | undefined }[]
}> {
  stopPage?.()
  vi.resetModules()
  const { openConnection, useConnection } = await import('../../../../renderer/app/connection/connection.ts')
  const { projectStore } = await import('../../../../renderer/app/project/project-store.ts')
  const { useNotices } = await import('../../../../renderer/app/notices/notify.ts')
  let onWire: ((wire: Wire) => void) | undefined
  stopPage = openConnection((listener) => {
    onWire = listener
    return () => undefined
  })
  return {
    async reach(engine) {
      onWire?.(engine.connect())
      await vi.waitFor(() => expect(useConnection.getState().status).toBe('connected'), within)
    },
    session: await import('../../../../renderer/app/project/project-session.ts'),
    readProject() {
      const { value } = projectStore.getState()
      return value ? value.name : value
    },
    readNotices: () =>
      useNotices.getState().notices.map(({ title, message, action }) => ({ title, message, action: action?.label })),
  }
}

describe('the project of last time', () => {
  it('is open again in a page and an engine that have just started', async () => {
    const page = await openPage()
    await page.reach(await startEngine())
    await page.session.createProject({ folder: join(userDataFolder, 'mine'), name: 'Mine' })
    await engines[0]?.crash()

    const next = await openPage()
    const engine = await startEngine()
    await next.reach(engine)
    await vi.waitFor(() => expect(next.readProject()).toBe('Mine'), within)
    expect(engine.projects.state.get()?.folder).toBe(join(userDataFolder, 'mine'))
    expect(next.readNotices()).toEqual([])
  })

  it('is open again after the engine was started again', async () => {
    const page = await openPage()
    const first = await startEngine()
    await page.reach(first)
    await page.session.createProject({ folder: join(userDataFolder, 'mine'), name: 'Mine' })
    await first.crash()
    const second = await startEngine()
    await page.reach(second)
    await vi.waitFor(() => expect(second.projects.state.get()?.name).toBe('Mine'), within)
    expect(page.readProject()).toBe('Mine')
  })

  it('is left closed when the engine ends soon after it was opened again, and can be opened by hand', async () => {
    const page = await openPage()
    const first = await startEngine()
    await page.reach(first)
    const folder = join(userDataFolder, 'mine')
    await page.session.createProject({ folder, name: 'Mine' })
    await first.crash()
    const second = await startEngine()
    await page.reach(second)
    await vi.waitFor(() => expect(second.projects.state.get()).not.toBeNull(), within)
    await second.crash()
    const third = await startEngine()
    await page.reach(third)
    await vi.waitFor(() => expect(page.readProject()).toBeNull(), within)
    expect(page.readNotices()).toEqual([
      { title: 'mine was not opened again', message: expect.stringContaining(folder), action: 'Try again' },
    ])
    await page.session.openProject(folder)
    await vi.waitFor(() => expect(page.readProject()).toBe('Mine'), within)
  })

  it('stays closed when it was closed', async () => {
    const page = await openPage()
    await page.reach(await startEngine())
    await page.session.createProject({ folder: join(userDataFolder, 'mine'), name: 'Mine' })
    await page.session.closeProject(join(userDataFolder, 'mine'))
    await engines[0]?.crash()
    const next = await openPage()
    await next.reach(await startEngine())
    await vi.waitFor(() => expect(next.readProject()).toBeNull(), within)
    expect(next.readNotices()).toEqual([])
  })

  it('is told of when another window closes it or opens another instead, and not when this one does', async () => {
    const page = await openPage()
    const engine = await startEngine()
    await page.reach(engine)
    const folder = join(userDataFolder, 'mine')
    await page.session.createProject({ folder, name: 'Mine' })
    await vi.waitFor(() => expect(page.readProject()).toBe('Mine'), within)
    await page.session.closeProject(folder)
    await vi.waitFor(() => expect(page.readProject()).toBeNull(), within)
    await page.session.openProject(folder)
    await vi.waitFor(() => expect(page.readProject()).toBe('Mine'), within)
    await page.session.createProject({ folder: join(userDataFolder, 'next'), name: 'Next' })
    await vi.waitFor(() => expect(page.readProject()).toBe('Next'), within)
    expect(page.readNotices()).toEqual([])

    await engine.projects.close()
    await vi.waitFor(() => expect(page.readProject()).toBeNull(), within)
    const closed = { title: 'Next was closed', message: 'Another window closed it.', action: 'Open it again' }
    expect(page.readNotices()).toEqual([closed])
    await engine.projects.open(join(userDataFolder, 'next'))
    await vi.waitFor(() => expect(page.readProject()).toBe('Next'), within)
    expect(page.readNotices()).toEqual([])
    // The engine has none open between the two.
    await engine.projects.open(folder)
    await vi.waitFor(() => expect(page.readProject()).toBe('Mine'), within)
    expect(page.readNotices()).toEqual([
      { title: 'Next was closed', message: expect.stringContaining('Mine'), action: 'Open it again' },
    ])
  })

  it('is not closed by a window that still shows another', async () => {
    const page = await openPage()
    const engine = await startEngine()
    await page.reach(engine)
    const folder = join(userDataFolder, 'mine')
    await page.session.createProject({ folder, name: 'Mine' })
    await engine.projects.create(join(userDataFolder, 'next'), 'Next')
    await page.session.closeProject(folder)
    expect(engine.projects.state.get()?.name).toBe('Next')
    expect(page.readNotices().at(-1)?.message).toMatch(/mine is no longer open, .*next is open instead/)
  })

  it('leaves a project alone that the engine has open', async () => {
    const page = await openPage()
    const engine = await startEngine()
    await page.reach(engine)
    await page.session.createProject({ folder: join(userDataFolder, 'mine'), name: 'Mine' })
    await engine.projects.create(join(userDataFolder, 'other'), 'Other')
    const next = await openPage()
    await next.reach(engine)
    await vi.waitFor(() => expect(next.readProject()).toBe('Other'), within)
  })

  it.each([
    ['is gone', (folder: string) => rm(folder, { recursive: true }), 'holds no project'],
    [
      'is damaged',
      (folder: string) => writeFile(join(folder, 'project.sqlite'), Buffer.alloc(8192, 'not SQLite')),
      'cannot be opened',
    ],
  ])('is told of and forgotten when it %s', async (_, damage, reason) => {
    const folder = join(userDataFolder, 'mine')
    const page = await openPage()
    await page.reach(await startEngine())
    await page.session.createProject({ folder, name: 'Mine' })
    await engines[0]?.crash()
    await damage(folder)

    const next = await openPage()
    await next.reach(await startEngine())
    await vi.waitFor(() => expect(next.readProject()).toBeNull(), within)
    expect(next.readNotices()).toEqual([
      { title: 'mine was not opened again', message: expect.stringMatching(`${reason}.*open one in Data`), action: 'Go to Data' },
    ])
    await engines[1]?.crash()

    const last = await openPage()
    await last.reach(await startEngine())
    await vi.waitFor(() => expect(last.readProject()).toBeNull(), within)
    expect(last.readNotices()).toEqual([])
  })

  it('is told of and kept in mind when another program has it open', async () => {
    const folder = join(userDataFolder, 'mine')
    const page = await openPage()
    await page.reach(await startEngine())
    await page.session.createProject({ folder, name: 'Mine' })
    await engines[0]?.crash()
    const holder = await startEngine()
    await holder.projects.open(folder)

    const next = await openPage()
    const engine = await startEngine()
    await next.reach(engine)
    await vi.waitFor(() => expect(next.readProject()).toBeNull(), within)
    expect(next.readNotices()).toEqual([
      { title: 'mine was not opened again', message: expect.stringContaining('is open in process'), action: 'Try again' },
    ])
    await holder.projects.close()
    await engine.crash()
    const last = await openPage()
    await last.reach(await startEngine())
    await vi.waitFor(() => expect(last.readProject()).toBe('Mine'), within)
  })
})
