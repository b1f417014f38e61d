import { cp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowserWorkbench } from './browser-workbench.ts'
import {
  createProject,
  gatherPageProblems,
  goTo,
  importFolder,
  makeFolder,
  readCount,
  readDrafts,
  runCommand,
  shortTimeoutMs,
  type Workbench,
  waitForModel,
} from './workbench.ts'

let folder: string
let workbench: Workbench
let one: Page
let two: Page
let problemsOfTwo: string[]

beforeAll(async () => {
  folder = await makeFolder('windows')
  // In the source tree git ignores it, and so would an import.
  await cp('node_modules/zustand', join(folder, 'zustand'), { recursive: true })
  await cp('node_modules/zod', join(folder, 'zod'), { recursive: true })
  workbench = await openBrowserWorkbench({ userDataFolder: join(folder, 'user-data') })
  one = workbench.page
  await waitForModel(one)
  // A tab of the same window would be behind the other, and what is not seen is not drawn.
  const storageState = await one.context().storageState()
  two =
    (await one
      .context()
      .browser()
      ?.newPage({ storageState, viewport: { width: 1280, height: 800 } })) ?? one
  expect(two).not.toBe(one)
  two.setDefaultTimeout(shortTimeoutMs)
  problemsOfTwo = gatherPageProblems(two)
  await two.goto(new URL(one.url()).origin)
  await waitForModel(two)
})
afterAll(async () => {
  await workbench?.[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

test('a recipe change in one window is on the screen of the other', async () => {
  await createProject(workbench, { name: 'Shared', parentFolder: folder })
  await importFolder(workbench, join(folder, 'zustand'))
  await goTo(one, 'Tune')
  await goTo(two, 'Tune')
  const maximum = (page: Page) => page.getByLabel(/^Maximum \(/)
  await maximum(one).waitFor()
  await maximum(two).fill('1500')
  await two.keyboard.press('Enter')
  await expect.poll(() => maximum(one).inputValue()).toBe('1500')
  await expect.poll(() => readCount(one, 'dropped-documents')).toBeGreaterThan(0)
  await expect.poll(() => readCount(two, 'dropped-documents')).toBe(await readCount(one, 'dropped-documents'))
  await runCommand(one, 'Undo recipe change')
  await expect.poll(() => maximum(two).inputValue()).toBe('')
})

test('a button that is pressed twice does one thing, and nobody is told of a mistake', async () => {
  await goTo(one, 'Data')
  await goTo(two, 'Data')
  // So many documents that they are not scored when it is cancelled.
  await importFolder(workbench, join(folder, 'zod'))
  await one.getByRole('button', { name: 'Score with model' }).dblclick()
  await expect.poll(() => readJobs(two)).toContain('score:running')
  // Its words change with every document, and so does its place: the pointer would wait for it to stand still.
  await one.getByTestId('jobs-state').press('Enter')
  await one.getByRole('dialog', { name: 'Jobs' }).waitFor()
  await one.getByRole('button', { name: 'Cancel' }).first().dblclick()
  await expect.poll(() => readJobs(two)).toContain('score:cancelled')
  expect((await readJobs(two)).match(/score:/g)).toHaveLength(1)
  await one.keyboard.press('Escape')
  expect(await readProblems(one)).toEqual([])
  expect(await readProblems(two)).toEqual([])
})

test('closing the project in one window is told in the other, and what was meant for it is not done to the next', async () => {
  await goTo(one, 'Data')
  await goTo(two, 'Data')
  const columns = two.getByRole('columnheader')
  await columns.filter({ hasText: 'Lines' }).click()
  // Begun for the project that is open now, answered when another one is.
  await runCommand(two, 'Import a folder of code…')
  const picker = two.getByRole('dialog').filter({ has: two.getByLabel('Path') })
  await picker.getByLabel('Path').fill(join(folder, 'zustand'))

  await runCommand(one, 'Close project')
  await one.getByText('Look at your code data').waitFor()
  await two.getByText('Shared was closed').waitFor()
  await two.getByText('Another window closed it.').waitFor()
  await createProject(workbench, { name: 'Next', parentFolder: folder })
  await two.getByText('Next is empty').waitFor()
  await picker.getByRole('button', { name: 'Choose this folder' }).click()
  await picker.waitFor({ state: 'detached' })
  const dialog = two.getByRole('dialog', { name: 'Import', exact: true })
  await dialog.getByRole('button', { name: 'Import', exact: true }).click()
  await two
    .getByRole('alert')
    .getByText(/Shared is no longer open, .*Next is open instead/)
    .waitFor()
  await two.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  expect(await readJobs(two)).toBe('')
  await one.getByText('Next is empty').waitFor()
  expect(await readProblems(one)).toEqual([])
  expect([workbench.problems, problemsOfTwo]).toEqual([[], []])
})

test('the scratch text of both windows survives a killed engine', async () => {
  await typeAtEnd(one, '# written in the first window')
  await typeAtEnd(two, '# written in the second window')
  await expect.poll(() => readDrafts(join(folder, 'user-data'))).toMatch(/first window/)
  await expect.poll(() => readDrafts(join(folder, 'user-data'))).toMatch(/second window/)
  await workbench.killEngine()
  await workbench[Symbol.asyncDispose]()
  workbench = await openBrowserWorkbench({ userDataFolder: join(folder, 'user-data') })
  const { page } = workbench
  const tabs = page.getByRole('tab', { name: /scratch/ })
  await expect.poll(() => tabs.count()).toBe(2)
  const texts: string[] = []
  for (const tab of await tabs.all()) {
    await tab.click()
    const lines = page.locator('.monaco-editor .view-lines:visible')
    await expect.poll(async () => (await lines.textContent())?.replaceAll('\u00a0', ' ')).toMatch(/# written in the \w+ window/)
    texts.push(/the (\w+) window/.exec((await lines.textContent())?.replaceAll('\u00a0', ' ') ?? '')?.[1] ?? '')
  }
  expect(texts.toSorted()).toEqual(['first', 'second'])
})

/** What the notices tell of as having failed. */
function readProblems(page: Page): Promise<string[]> {
  return page.getByRole('region', { name: 'Notifications' }).getByRole('alert').allTextContents()
}

async function readJobs(page: Page): Promise<string> {
  return (await page.getByTestId('jobs-state').getAttribute('data-jobs')) ?? ''
}

async function typeAtEnd(page: Page, text: string): Promise<void> {
  await page.bringToFront()
  await goTo(page, 'Editor')
  await page.locator('.monaco-editor .view-lines').first().click()
  await page.keyboard.press('ControlOrMeta+End')
  await page.keyboard.type(`\n${text}`)
}
