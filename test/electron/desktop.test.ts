import { mkdir, mkdtemp, mkdtempDisposable, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { commands } from '#contracts/commands'
import type { Desktop, DesktopPlatform } from '../support/electron/desktop.ts'
import { desktopPlatforms } from '../support/electron/platforms.ts'
import { markUsedBefore } from '../support/used-before.ts'
import { within } from '../support/within.ts'

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

async function findEngine(desktop: Desktop): Promise<number> {
  return vi.waitFor(async () => {
    const engine = (await desktop.utilityProcesses()).find(({ name }) => name === 'CodeShell engine')
    if (!engine) throw new Error('The engine does not run.')
    return engine.pid
  }, within)
}

/** Goes to a place by the native menu, which passes through every process. Repeated, because a command before the page listens is lost. */
async function goByMenu(desktop: Desktop, place: 'editor' | 'data' | 'tune' | 'models'): Promise<void> {
  await vi.waitFor(async () => {
    await desktop.menu.click(`place.${place}`)
    const entry = desktop.page.locator('nav.rail [aria-current="page"]')
    await vi.waitFor(async () => expect((await entry.textContent())?.toLowerCase()).toBe(place), { timeout: 500, interval: 50 })
  }, within)
}

describe.each(Object.entries(desktopPlatforms))('in %s,', (_, { isAvailable, open }) => {
  describe.runIf(isAvailable)('the desktop app', () => {
    let folder: string
    let platform: DesktopPlatform
    let desktop: Desktop
    const userDataFolder = () => path.join(folder, 'user-data')

    beforeAll(async () => {
      folder = await mkdtemp(path.join(tmpdir(), 'desktop-'))
      platform = await open()
      markUsedBefore(userDataFolder())
      desktop = await platform.launch({ userDataFolder: userDataFolder() })
    })

    afterAll(async () => {
      await desktop.close()
      await platform[Symbol.asyncDispose]()
      await rm(folder, { recursive: true, force: true })
    })

    it('shows the workbench in its window', async () => {
      await desktop.page.locator('nav.rail').waitFor()
      await vi.waitFor(async () => expect((await desktop.window.get()).visible).toBe(true), within)
      expect(await desktop.page.evaluate(() => 'codeshellDesktop' in window)).toBe(true)
    })

    it('gives the page nothing of Node or Electron', async () => {
      const found = await desktop.page.evaluate(() => ['require', 'process', 'module', 'Buffer'].filter((name) => name in window))
      expect(found).toEqual([])
    })

    it('brings a command of the native menu to the page', async () => {
      for (const place of ['data', 'tune', 'editor'] as const) await goByMenu(desktop, place)
    })

    it('has every command in the native menu', async () => {
      const ids = (await desktop.menu.list()).map(({ id }) => id)
      expect(ids).toEqual(expect.arrayContaining(Object.keys(commands)))
    })

    it('answers a call of the page from the engine, and the engine from the native dialog', async () => {
      const project = path.join(folder, 'opened')
      await mkdir(project)
      await writeFile(path.join(project, 'greeting.py'), 'print("hello")\n')
      await goByMenu(desktop, 'editor')
      await desktop.dialogs.answer(project)
      await desktop.menu.click('editor.open-folder')
      await desktop.page.getByText('greeting.py').first().waitFor()
    })

    it('refuses scripts that are not files of the program', async () => {
      const outcome = await desktop.page.evaluate(async () => {
        const violation = new Promise<string>((resolve) =>
          document.addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective), { once: true }),
        )
        const script = document.createElement('script')
        script.textContent = 'window.inlineScriptRan = true'
        document.body.append(script)
        script.remove()
        return { directive: await violation, ran: 'inlineScriptRan' in window }
      })
      expect(outcome).toEqual({ directive: 'script-src-elem', ran: false })
    })

    it('refuses to talk to the network', async () => {
      const outcome = await desktop.page.evaluate(() =>
        fetch('https://huggingface.co/').then(
          () => 'answered',
          () => 'refused',
        ),
      )
      expect(outcome).toBe('refused')
    })

    it('refuses to leave its page', async () => {
      const before = desktop.page.url()
      await desktop.page.evaluate(() => {
        Object.assign(window, { sameDocument: true })
        window.location.href = 'https://example.com/'
      })
      // A second navigation that is refused says that the first one is over.
      await desktop.page.evaluate(async () => {
        window.location.href = 'file:///etc/passwd'
        await new Promise((resolve) => setTimeout(resolve, 300))
      })
      expect(desktop.page.url()).toBe(before)
      expect(await desktop.page.evaluate(() => 'sameDocument' in window)).toBe(true)
    })

    it('opens no second window, and only allowed pages in the browser', async () => {
      const opened = await desktop.page.evaluate(() => [
        window.open('https://example.com/'),
        window.open('https://huggingface.co/WisdomShell/CodeShell-7B'),
        window.open('file:///etc/passwd'),
      ])
      expect(opened).toEqual([null, null, null])
      await vi.waitFor(
        async () => expect(await desktop.listOpenedPages()).toEqual(['https://huggingface.co/WisdomShell/CodeShell-7B']),
        within,
      )
      expect(desktop.page.context().pages()).toHaveLength(1)
    })

    it('grants no permission but to write text to the clipboard', async () => {
      const states = await desktop.page.evaluate(async () => {
        const names = ['geolocation', 'notifications', 'camera', 'clipboard-read', 'clipboard-write']
        const query = (name: string) => navigator.permissions.query({ name: name as PermissionName })
        return Object.fromEntries(await Promise.all(names.map(async (name) => [name, (await query(name)).state] as const)))
      })
      expect(states).toEqual({
        geolocation: 'denied',
        notifications: 'denied',
        camera: 'denied',
        'clipboard-read': 'denied',
        'clipboard-write': 'granted',
      })
    })

    it('shows the window instead of starting twice', async () => {
      const { focusCount } = await desktop.window.get()
      expect(await platform.runUntilExit({ userDataFolder: userDataFolder() })).toBe(0)
      await vi.waitFor(async () => expect((await desktop.window.get()).focusCount).toBeGreaterThan(focusCount), within)
    })

    it('starts the engine again when it dies, and connects the page to it', async () => {
      const before = await findEngine(desktop)
      await goByMenu(desktop, 'editor')
      process.kill(before, 'SIGKILL')
      await vi.waitFor(async () => expect(await findEngine(desktop)).not.toBe(before), within)
      await goByMenu(desktop, 'tune')
      const left = (await desktop.utilityProcesses()).filter(({ name }) => name === 'CodeShell engine')
      expect(left).toHaveLength(1)
      await vi.waitFor(async () => {
        const inferences = (await desktop.utilityProcesses()).filter(({ name }) => name === 'CodeShell inference')
        expect(inferences).toHaveLength(1)
      }, within)
    })

    it('loads the page again when its process dies, and says so', async () => {
      await desktop.window.crashPage()
      await vi.waitFor(async () => {
        expect((await desktop.dialogs.list()).map(({ text }) => text)).toContain(
          'The window stopped working and was loaded again.',
        )
      }, within)
      await vi.waitFor(() => desktop.page.locator('nav.rail').waitFor({ timeout: 1000 }), within)
      await goByMenu(desktop, 'data')
    })
  })

  describe.runIf(isAvailable)('the window of the desktop app', () => {
    it('opens where it was closed, and closing it ends every process', async () => {
      await using platform = await open()
      await using folder = await mkdtempDisposable(path.join(tmpdir(), 'desktop-window-'))
      const userDataFolder = folder.path
      markUsedBefore(userDataFolder)
      const bounds = { x: 120, y: 60, width: 1100, height: 700 }
      const isThere = async ({ window }: Desktop) => {
        const { bounds: found, ...state } = await window.get()
        const { x, y, ...size } = found
        expect(size).toEqual({ width: bounds.width, height: bounds.height })
        // A window manager sets a frame around the window, and moves it by that.
        expect(Math.max(Math.abs(x - bounds.x), Math.abs(y - bounds.y))).toBeLessThan(60)
        return state
      }
      const first = await platform.launch({ userDataFolder })
      const engine = await findEngine(first)
      await first.window.setBounds(bounds)
      // The window manager answers in its own time, and what it has not answered yet is not where the window was.
      await vi.waitFor(async () => expect(await isThere(first)).toMatchObject({ visible: true }), within)
      await first.window.maximise()
      await vi.waitFor(async () => expect(await first.window.get()).toMatchObject({ maximised: true }), within)
      await first.window.close()
      expect(await first.exited).toBe(0)
      await first.close()
      expect(isAlive(engine)).toBe(false)

      const second = await platform.launch({ userDataFolder })
      try {
        await vi.waitFor(async () => expect(await isThere(second)).toMatchObject({ maximised: true }), within)
      } finally {
        await second.close()
      }
    })
  })
})
