import { cp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDesktopWorkbench } from './desktop-workbench.ts'
import { createProject, goTo, importFolder, longTimeoutMs, makeFolder, type Workbench } from './workbench.ts'

let folder: string
let workbench: Workbench

beforeAll(async () => {
  folder = await makeFolder('engine-away')
  await cp('node_modules/zustand', join(folder, 'zustand'), { recursive: true })
  workbench = await openDesktopWorkbench({ userDataFolder: join(folder, 'user-data') })
})
afterAll(async () => {
  await workbench?.[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

test('what was asked while the engine was away is there when it is back, and nobody has to ask again', async () => {
  const { page } = workbench
  await createProject(workbench, { name: 'Away', parentFolder: folder })
  await importFolder(workbench, join(folder, 'zustand'))
  await goTo(page, 'Data')
  await page.getByRole('row').nth(3).waitFor()
  await workbench.killEngine()
  const banner = page.getByText(/The engine stopped\. Reconnecting/)
  await banner.waitFor()
  // A document, other rows and their counts, and a place that was never entered.
  await page.getByRole('row').nth(3).click()
  await page.getByRole('columnheader', { name: 'Size' }).click()
  await page.getByText('TypeScript', { exact: true }).first().click()
  await goTo(page, 'Tune')
  await banner.waitFor({ state: 'detached', timeout: longTimeoutMs })

  await page.getByRole('slider', { name: /Maximum/ }).waitFor({ timeout: longTimeoutMs })
  await goTo(page, 'Data')
  await page.getByTestId('sample-path').waitFor()
  await expect.poll(() => page.getByTestId('total-documents').textContent()).toMatch(/of 5\d documents/)
  expect(await page.getByRole('button', { name: 'Try again' }).count()).toBe(0)
  // Monaco keeps empty ones.
  expect((await page.getByRole('alert').allTextContents()).filter(Boolean)).toEqual([])
})
