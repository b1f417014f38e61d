import { cp, mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowserWorkbench } from './browser-workbench.ts'
import {
  askForSuggestion,
  createProject,
  goTo,
  importFolder,
  makeFolder,
  runCommand,
  type Workbench,
  waitForModel,
} from './workbench.ts'

let folder: string
let workbench: Workbench

beforeAll(async () => {
  folder = await makeFolder('places')
  await mkdir('test-results', { recursive: true })
  await cp('node_modules/zustand', join(folder, 'zustand'), { recursive: true })
  workbench = await openBrowserWorkbench({ userDataFolder: join(folder, 'user-data') })
})
afterAll(async () => {
  await workbench?.[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

/** What has the keyboard, by its role and its name. */
function readFocus(page: Page): Promise<string> {
  return page.evaluate(() => {
    const element = document.activeElement
    const role = element?.getAttribute('role') ?? element?.tagName.toLowerCase()
    return `${role} ${element?.getAttribute('aria-label') ?? element?.textContent ?? ''}`
  })
}

test('a new file is in the language that was chosen, and the model goes on in it', async () => {
  const { page } = workbench
  await waitForModel(page)
  await page.keyboard.press('Alt+Shift+N')
  await page.getByPlaceholder('Choose a language').fill('typescr')
  await page.keyboard.press('Enter')
  await page.getByRole('tab', { name: 'untitled.ts' }).and(page.locator('[aria-selected="true"]')).waitFor()
  await page.keyboard.type('export function add(a: number, b: number): number {\nreturn a', { delay: 10 })
  expect((await askForSuggestion(page)).trim()).not.toBe('')
  await page.keyboard.press('Escape')
  // Keywords are coloured in it.
  await expect.poll(() => page.locator('.monaco-editor .view-line span[class*=mtk]').count()).toBeGreaterThan(4)

  await runCommand(page, 'New file…')
  const languages = page.getByRole('dialog', { name: 'Language of the new file' })
  await languages.getByRole('option', { name: /^Go/ }).first().click()
  await page.getByRole('tab', { name: 'untitled.go' }).waitFor()
})

test('files that were never saved come back in their language', async () => {
  const { page } = workbench
  // The names of what is open are kept half a second later.
  await page.waitForTimeout(1500)
  await page.reload()
  await page.getByRole('tab', { name: 'untitled.go' }).click()
  await page.getByRole('button', { name: 'Suggestions' }).click()
  await page.getByText('In Go files').waitFor()
  await page.keyboard.press('Escape')
})

test('a place has the keyboard when it is entered, by the rail, a key or a command', async () => {
  const { page } = workbench
  await page.keyboard.press('ControlOrMeta+2')
  await expect.poll(() => readFocus(page)).toBe('button New project…')
  await page.keyboard.press('ControlOrMeta+3')
  await expect.poll(() => readFocus(page)).toBe('button Open or make a project')
  await page.keyboard.press('ControlOrMeta+1')
  await expect.poll(() => readFocus(page)).toMatch(/^textbox Editor, untitled\.go/)

  await createProject(workbench, { name: 'Places', parentFolder: folder })
  await importFolder(workbench, join(folder, 'zustand'))
  await goTo(page, 'Models')
  await goTo(page, 'Data')
  await expect.poll(() => readFocus(page)).toBe('grid Documents')
  await page.keyboard.press('ArrowDown')
  await page.getByRole('row', { selected: true }).waitFor()
  await runCommand(page, 'Go to Tune')
  await expect.poll(() => readFocus(page)).toMatch(/^option Size/)
  await runCommand(page, 'Go to Models')
  await expect.poll(() => page.evaluate(() => document.activeElement?.className)).toBe('models')
})

test('a dialog keeps the keyboard though its command enters another place', async () => {
  const { page } = workbench
  await runCommand(page, 'New project…')
  const name = page.getByRole('dialog', { name: 'New project' }).getByLabel('Name')
  await name.waitFor()
  await page.keyboard.type('Typed')
  await expect.poll(() => name.inputValue()).toContain('Typed')
  await page.keyboard.press('Escape')
  await name.waitFor({ state: 'detached' })
})

test('no column of the table is cut, however wide the window is, at rest and after scrolling sideways', async () => {
  const { page } = workbench
  await goTo(page, 'Data')
  for (const width of [600, 720, 811, 900, 1024, 1180, 1301, 1440, 1600]) {
    await page.setViewportSize({ width, height: 800 })
    for (const left of [0, 150, 10_000]) {
      const cut = () => page.evaluate(findCutColumns, left)
      await expect.poll(cut, { message: `at ${width} pixels, scrolled by ${left}` }).toEqual([])
    }
    await page.screenshot({ path: `test-results/browser-columns-${width}.png` })
  }
  await page.setViewportSize({ width: 1440, height: 900 })
})

/** Scrolls the table and names the columns of which a part can be seen and another part cannot. */
function findCutColumns(left: number): string[] {
  const table = document.querySelector('[role="grid"]')
  if (!table) return ['no table']
  table.scrollLeft = left
  const [path, ...columns] = [...table.querySelectorAll('[role="columnheader"]')]
  const start = path?.getBoundingClientRect().right ?? 0
  const end = Math.min(table.getBoundingClientRect().left + table.clientWidth, innerWidth)
  return columns
    .filter((column) => {
      const box = column.getBoundingClientRect()
      const shown = Math.min(box.right, end) - Math.max(box.left, start)
      return shown > 1 && shown < box.width - 1
    })
    .map((column) => column.textContent ?? '')
}

test('nothing was refused by the policy, thrown or logged as an error on the way', () => {
  expect(workbench.problems).toEqual([])
})
