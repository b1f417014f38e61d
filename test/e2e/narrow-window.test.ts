import { cp, mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowserWorkbench } from './browser-workbench.ts'
import { createProject, goTo, importFolder, makeFolder, runCommand, takeScreenshots, type Workbench } from './workbench.ts'

let folder: string
let workbench: Workbench

beforeAll(async () => {
  folder = await makeFolder('narrow')
  await mkdir('test-results', { recursive: true })
  await cp('node_modules/zustand', join(folder, 'zustand'), { recursive: true })
  workbench = await openBrowserWorkbench({ userDataFolder: join(folder, 'user-data') })
  await workbench.page.setViewportSize({ width: 780, height: 600 })
})
afterAll(async () => {
  await workbench?.[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

test('no place is wider than a narrow window', async () => {
  const { page } = workbench
  await createProject(workbench, { name: 'Narrow', parentFolder: folder })
  await importFolder(workbench, join(folder, 'zustand'))
  for (const place of ['Editor', 'Data', 'Models', 'Tune'] as const) {
    await goTo(page, place)
    await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(780)
  }
  await page.getByRole('button', { name: /^Export kept/ }).click({ trial: true })
  await takeScreenshots(workbench, 'narrow-tune')
})

test('a notice stands above a dialog and covers nothing of it', async () => {
  const { page } = workbench
  await runCommand(page, 'Theme: dark')
  await importFolder(workbench, join(folder, 'zustand'))
  await runCommand(page, 'Recipes that come along…')
  const modal = page.locator('.ui-modal')
  const notice = page.getByRole('status').filter({ hasText: 'Import zustand: done' })
  await notice.waitFor()
  const [above, below] = [await notice.boundingBox(), await modal.boundingBox()]
  expect((above?.y ?? 0) + (above?.height ?? 0)).toBeLessThanOrEqual(below?.y ?? 0)
})

test('what a dialog has no room for is scrolled by keyboard, and the place has the keyboard when it is closed', async () => {
  const { page } = workbench
  const body = page.getByRole('dialog').locator('.ui-dialog-body[tabindex]')
  await body.focus()
  await page.keyboard.press('End')
  await expect.poll(() => body.evaluate((element) => element.scrollTop)).toBeGreaterThan(0)
  await page.keyboard.press('Escape')
  await body.waitFor({ state: 'detached' })

  // What had the keyboard before is not on the screen any more.
  await goTo(page, 'Data')
  await runCommand(page, 'Load recipe…')
  // That of the commands may be on its way out yet.
  const dialog = page.getByRole('dialog', { name: 'Load a recipe' })
  await dialog.waitFor()
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  await expect.poll(() => page.evaluate(() => document.activeElement === document.body)).toBe(false)
  expect(workbench.problems).toEqual([])
})
