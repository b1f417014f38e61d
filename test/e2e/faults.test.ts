import { copyFile, mkdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { runCodeshell } from '../support/run-codeshell.ts'
import { openBrowserWorkbench, startServer } from './browser-workbench.ts'
import { openDesktopWorkbench } from './desktop-workbench.ts'
import {
  createProject,
  goTo,
  longTimeoutMs,
  makeFolder,
  readDrafts,
  runCommand,
  type Workbench,
  waitForModel,
} from './workbench.ts'

const hosts = { browser: openBrowserWorkbench, desktop: openDesktopWorkbench }
const bundledModel = 'assets/models/codeshell-small.gguf'

describe.each(Object.entries(hosts))('when something breaks in the %s host', (host, open) => {
  let folder: string
  let workbench: Workbench

  beforeAll(async () => {
    folder = await makeFolder('faults')
    workbench = await open({ userDataFolder: join(folder, 'user-data') })
    await workbench.page
      .getByText(/CodeShell-Small/)
      .first()
      .waitFor({ timeout: longTimeoutMs })
  })
  afterAll(async () => {
    await workbench?.[Symbol.asyncDispose]()
    await rm(folder, { recursive: true, force: true })
  })

  test('a killed inference process is started again, the status bar says so, and the next suggestion works', async () => {
    const { page } = workbench
    await goTo(page, 'Editor')
    const editor = page.locator('.monaco-editor').first()
    await editor.locator('.view-lines').click()
    await page.keyboard.press('ControlOrMeta+End')
    await page.keyboard.type('\nresult = add(')
    await workbench.killInference()
    await page
      .getByText(/restarting|Loading/)
      .first()
      .waitFor()
    const typed = await readEditorText(workbench)
    expect(typed).toContain('result = add(')
    await waitForModel(page)
    await page.keyboard.press('Alt+\\')
    await editor.locator('.ghost-text-decoration, .ghost-text').first().waitFor({ timeout: longTimeoutMs })
    await page.keyboard.press('Escape')
  })

  test('a truncated model is refused with the reason, and the loaded one goes on', async () => {
    const { page } = workbench
    const file = join(folder, 'truncated.gguf')
    await copyFile(bundledModel, file)
    await truncate(file, 1_000_000)
    await goTo(page, 'Models')
    await workbench.choosePath(file, () => page.getByRole('button', { name: 'Add a file…' }).click())
    await page
      .getByText(/truncated\.gguf/)
      .first()
      .waitFor()
    await page
      .getByText(/cut off|truncated|incomplete/i)
      .nth(1)
      .waitFor()
    await page
      .getByLabel('Status')
      .getByText(/CodeShell-Small · /)
      .waitFor()
  })

  test('a damaged project is refused with what to do, and its file is not touched', async () => {
    const { page } = workbench
    const project = join(folder, 'damaged')
    await mkdir(project)
    const damaged = Buffer.alloc(8192, 'SQLite format 3 but not really. ')
    await writeFile(join(project, 'project.sqlite'), damaged)
    await workbench.choosePath(project, () => runCommand(page, 'Open project…'))
    await page
      .getByRole('alert')
      .getByText(/project\.sqlite cannot be opened|project\.sqlite is damaged/)
      .first()
      .waitFor()
    expect((await readFile(join(project, 'project.sqlite'))).equals(damaged)).toBe(true)
    await page.getByRole('button', { name: 'Dismiss' }).first().click()
  })

  test('a project that another process has open is refused with that process id', async () => {
    const { page } = workbench
    await createProject(workbench, { name: 'Shared', parentFolder: folder })
    const second = await runImport({ folder: 'node_modules/react', project: join(folder, 'Shared') })
    expect(second.code).toBe(1)
    const pid = Number(/\b\d{2,}\b/.exec(second.stderr.replaceAll(folder, ''))?.[0])
    // Signal 0 only asks whether there is such a process.
    expect(() => process.kill(pid, 0)).not.toThrow()
    await goTo(page, 'Data')
    await page.getByText('Shared is empty').waitFor()
  })

  test('a killed engine loses nothing that was typed', async () => {
    const { page } = workbench
    await goTo(page, 'Editor')
    await page.locator('.monaco-editor .view-lines').first().click()
    await page.keyboard.press('ControlOrMeta+End')
    await page.keyboard.type('\n# kept through the crash')
    await workbench.killEngine()
    await page.getByText(/The engine stopped\. Reconnecting/).waitFor()
    expect(await readEditorText(workbench)).toContain('# kept through the crash')
    if (host === 'desktop') {
      await page.getByText(/The engine stopped\. Reconnecting/).waitFor({ state: 'detached', timeout: longTimeoutMs })
      await waitForModel(page)
      expect(await readEditorText(workbench)).toContain('# kept through the crash')
    }
  })

  test('the project is open again after the engine was killed', async () => {
    // The engine of the browser host is its server, which somebody has to start again.
    await using startedAgain = host === 'browser' ? await open({ userDataFolder: join(folder, 'user-data') }) : null
    const { page } = startedAgain ?? workbench
    await goTo(page, 'Data')
    await page.getByText('Shared is empty').waitFor()
  })
})

describe('codeshell serve', () => {
  let folder: string
  beforeEach(async () => {
    folder = await makeFolder('serve')
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  test('a page whose server was started again says where to go on, and its text is there', async () => {
    const options = { userDataFolder: join(folder, 'again') }
    await using workbench = await openBrowserWorkbench(options)
    const { page } = workbench
    await page.locator('.monaco-editor .view-lines').first().click()
    await page.keyboard.press('ControlOrMeta+End')
    await page.keyboard.type('\n# before the end')
    await expect.poll(() => readDrafts(options.userDataFolder)).toContain('# before the end')
    await workbench.killEngine()
    await page.getByText(/The engine stopped\. Reconnecting/).waitFor()
    await using again = await startServer({ ...options, args: ['--port', new URL(page.url()).port] })
    await page.setViewportSize({ width: 700, height: 600 })
    const banner = page.getByText(/Open the address that it printed/)
    await banner.waitFor({ timeout: longTimeoutMs })
    // The words take two lines, and nothing of their sign.
    expect((await banner.locator('svg').boundingBox())?.width).toBe(14)
    // What is not on the screen is not drawn.
    await page.setViewportSize({ width: 1440, height: 900 })
    await expect.poll(() => readEditorText(workbench)).toContain('# before the end')
    await page.goto(again.address)
    await expect.poll(() => readEditorText(workbench)).toContain('# before the end')
    expect(await page.getByText(/Open the address that it printed/).count()).toBe(0)
  })

  test('says that a port is taken and what to do, and ends with 1', async () => {
    await using server = await startServer({ userDataFolder: join(folder, 'first') })
    const { port } = new URL(server.address)
    const second = await runCodeshell(['serve', '--port', port], join(folder, 'second'))
    expect(second).toEqual({ code: 1, stdout: '', stderr: expect.stringContaining(`Port ${port} on 127.0.0.1 is taken`) })
  })
})

async function readEditorText(workbench: Workbench): Promise<string> {
  const lines = (await workbench.page.locator('.monaco-editor .view-lines').first().textContent()) ?? ''
  return lines.replaceAll('\u00a0', ' ')
}

function runImport(options: { folder: string; project: string }) {
  return runCodeshell(['import', options.folder, '--project', options.project], `${options.project}-importer`)
}
