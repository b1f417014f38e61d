import { mkdtemp, readdir, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import type { JobKind } from '#contracts/jobs'

/** The workbench as a person meets it, whatever hosts it. */
export interface Workbench extends AsyncDisposable {
  readonly host: 'browser' | 'desktop'
  readonly page: Page
  /** What the page reported as wrong since it was opened. */
  readonly problems: readonly string[]
  /** Does `action`, which opens a dialog for a path, and answers with this path as a person does. */
  choosePath(path: string, action: () => Promise<void>): Promise<void>
  /** Ends the process without warning. */
  killInference(): Promise<void>
  killEngine(): Promise<void>
}

export const shortTimeoutMs = 15_000
/** Model loads and jobs on a slow machine. */
export const longTimeoutMs = 120_000

export function makeFolder(name: string): Promise<string> {
  return mkdtemp(join(tmpdir(), `codeshell-${name}-`))
}

/** Goes to a place by the rail. */
export async function goTo(page: Page, place: 'Editor' | 'Data' | 'Tune' | 'Models'): Promise<void> {
  await page.getByRole('navigation', { name: 'Places' }).getByRole('button', { name: place, exact: true }).click()
  await page.getByRole('main', { name: place }).waitFor()
}

/** Runs a command by typing its title into the palette. */
export async function runCommand(page: Page, title: string): Promise<void> {
  await page.keyboard.press('ControlOrMeta+Shift+P')
  await page.getByPlaceholder('Type a command').fill(title)
  await page.getByRole('option', { name: title }).first().click()
}

/** Waits until the bundled model can be used. */
export async function waitForModel(page: Page): Promise<void> {
  await page
    .getByLabel('Status')
    .getByText(/CodeShell-Small · /)
    .waitFor({ timeout: longTimeoutMs })
}

export async function createProject(
  { page }: Pick<Workbench, 'page'>,
  options: { name: string; parentFolder: string },
): Promise<void> {
  await runCommand(page, 'New project…')
  const dialog = page.getByRole('dialog', { name: 'New project' })
  await dialog.getByLabel('Name').fill(options.name)
  // The home folder may be suggested in this moment: a field that has the focus is left alone.
  await dialog.getByLabel('Inside the folder').fill(options.parentFolder)
  await dialog.getByRole('button', { name: 'Create project' }).click()
  await dialog.waitFor({ state: 'detached' })
}

/** Imports a folder and waits until its job is done. */
export async function importFolder(workbench: Workbench, folder: string): Promise<void> {
  const { page } = workbench
  await runJob(page, 'import', async () => {
    await workbench.choosePath(folder, () => runCommand(page, 'Import a folder of code…'))
    await page.getByRole('dialog', { name: 'Import', exact: true }).getByRole('button', { name: 'Import', exact: true }).click()
  })
}

/** Starts a job by `action` and waits until it is done; fails when it ends otherwise. */
export async function runJob(page: Page, kind: JobKind, action: () => Promise<void>): Promise<void> {
  const read = async () => {
    const jobs = (await page.getByTestId('jobs-state').getAttribute('data-jobs')) ?? ''
    return jobs.split(' ').filter((each) => each.startsWith(`${kind}:`))
  }
  const before = (await read()).length
  await action()
  await expect
    .poll(async () => (await read()).length > before && (await read())[0], { timeout: longTimeoutMs, interval: 200 })
    .toMatch(/:(done|failed|cancelled|interrupted)$/)
  expect((await read())[0]).toBe(`${kind}:done`)
}

/** Fills the open dialog for an export, and starts it. `format` is what stands at the end of its line. */
export async function exportTo(page: Page, { format, target }: { format: string; target: string }): Promise<void> {
  const dialog = page.getByRole('dialog', { name: 'Export documents' })
  await dialog.getByRole('button', { name: /Format/ }).click()
  await page
    .getByRole('option')
    .filter({ hasText: new RegExp(`${format}$`) })
    .click()
  await dialog.getByRole('textbox', { name: /^(File|Folder)$/ }).fill(target)
  await dialog.getByRole('button', { name: 'Export', exact: true }).click()
  await dialog.waitFor({ state: 'detached' })
}

/** Gathers what a page reports as wrong: refused by the policy, thrown, or logged as an error. */
export function gatherPageProblems(page: Page): string[] {
  const problems: string[] = []
  page.on('pageerror', (error) => problems.push(error.stack ?? error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text())
  })
  return problems
}

/** Asks for a suggestion at the cursor and answers with its first line when it is shown. */
export async function askForSuggestion(page: Page): Promise<string> {
  await page.keyboard.press('Alt+\\')
  const ghost = page.getByRole('main', { name: 'Editor' }).locator('.ghost-text-decoration, .ghost-text')
  await ghost.first().waitFor({ timeout: longTimeoutMs })
  return (await ghost.allTextContents()).join('').replaceAll('\u00a0', ' ')
}

/** The whole number that an element shows, from its `data-value`. */
export async function readCount(page: Page, testId: string): Promise<number> {
  return Number(await page.getByTestId(testId).getAttribute('data-value'))
}

/** Drags a slider's handle by so many pixels, in steps as a hand does. */
export async function dragHandle(page: Page, handle: Locator, byPixels: number): Promise<void> {
  const box = await handle.boundingBox()
  if (!box) throw new Error('The handle is not on the screen.')
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
  await page.mouse.move(x, y)
  await page.mouse.down()
  for (let step = 1; step <= 20; step++) await page.mouse.move(x + (byPixels * step) / 20, y)
  await page.mouse.up()
}

/** Saves a screenshot in both themes under `test-results/`; `prepare` brings back what changing the theme took away. */
export async function takeScreenshots(workbench: Workbench, name: string, prepare?: () => Promise<void>): Promise<void> {
  const { page, host } = workbench
  for (const theme of ['light', 'dark'] as const) {
    await runCommand(page, `Theme: ${theme}`)
    await page.waitForFunction((wanted) => document.documentElement.dataset.theme === wanted, theme)
    // The palette fades out.
    await page.waitForTimeout(400)
    await prepare?.()
    await page.screenshot({ path: `test-results/${host}-${name}-${theme}.png` })
  }
}

/** In both themes without the palette, which would close what is open. */
export async function takeScreenshotsInPlace({ page, host }: Workbench, name: string): Promise<void> {
  const before = await page.evaluate(() => document.documentElement.dataset.theme)
  for (const theme of ['light', 'dark', before ?? 'light']) {
    await page.evaluate((wanted) => {
      document.documentElement.dataset.theme = wanted
    }, theme)
    await page.waitForTimeout(300)
    await page.screenshot({ path: `test-results/${host}-${name}-${theme}.png` })
  }
}

/** Everything that is kept of unsaved texts. */
export async function readDrafts(userDataFolder: string): Promise<string> {
  const folder = join(userDataFolder, 'drafts')
  // What is still being written has another name, and is no draft if the engine ends now.
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.jsonl'))
  // One may be replaced by its next version just now.
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8').catch(() => '')))
  return texts.join('\n')
}
