import { cp, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowserWorkbench } from './browser-workbench.ts'
import { createProject, goTo, importFolder, makeFolder, runCommand, type Workbench, waitForModel } from './workbench.ts'

let folder: string
let workbench: Workbench

beforeAll(async () => {
  folder = await makeFolder('keyboard')
  // So many documents that they are not scored when it is paused.
  await cp('node_modules/zod', join(folder, 'zod'), { recursive: true })
  workbench = await openBrowserWorkbench({ userDataFolder: join(folder, 'user-data') })
  await waitForModel(workbench.page)
})
afterAll(async () => {
  await workbench?.[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

test('a button that goes with what it did leaves the keys with its dialog', async () => {
  const { page } = workbench
  await createProject(workbench, { name: 'Keys', parentFolder: folder })
  await importFolder(workbench, join(folder, 'zod'))
  await runCommand(page, 'Score documents with the loaded model')
  const jobs = page.getByRole('dialog', { name: 'Jobs' })
  await page.getByTestId('jobs-state').click()
  await jobs.getByRole('button', { name: 'Pause' }).focus()
  await page.keyboard.press('Enter')
  await jobs.getByRole('button', { name: 'Pause' }).waitFor({ state: 'detached' })
  await page.keyboard.press('Escape')
  await jobs.waitFor({ state: 'detached' })

  await goTo(page, 'Tune')
  const file = join(folder, 'mine.yaml')
  await workbench.choosePath(file, () => runCommand(page, 'Save recipe…'))
  await runCommand(page, 'Save recipe…')
  const picker = page.getByRole('dialog').filter({ has: page.getByLabel('Path') })
  await picker.getByLabel('Path').fill(folder)
  await picker.getByLabel('File name').fill('mine.yaml')
  await page.keyboard.press('Enter')
  // It has the focus, and goes when it is pressed.
  await picker.getByRole('button', { name: 'Keep it' }).waitFor()
  await page.keyboard.press('Enter')
  await picker.getByRole('button', { name: 'Save here' }).waitFor()
  await page.keyboard.press('Escape')
  await picker.waitFor({ state: 'detached' })
})

test('the second press of a double click on Save does not answer the question that the first one raised', async () => {
  const { page } = workbench
  const file = join(folder, 'others.yaml')
  const text = 'version: 1\nname: of somebody else\nsteps: []\n'
  await writeFile(file, text)
  await runCommand(page, 'Save recipe…')
  const picker = page.getByRole('dialog').filter({ has: page.getByLabel('Path') })
  await picker.getByLabel('Path').fill(folder)
  await picker.getByLabel('File name').fill('others.yaml')
  const save = picker.getByRole('button', { name: 'Save here' })
  const place = await save.boundingBox()
  if (!place) throw new Error('The button is not on the screen.')
  await save.click()
  await picker.getByRole('button', { name: 'Keep it' }).waitFor()
  await page.mouse.click(place.x + place.width / 2, place.y + place.height / 2)
  await save.waitFor()
  expect(await readFile(file, 'utf8')).toBe(text)
  await save.click()
  await picker.getByRole('button', { name: 'Replace' }).click()
  await picker.waitFor({ state: 'detached' })
  await expect.poll(() => readFile(file, 'utf8')).toContain('name: Keys')
  expect(workbench.problems).toEqual([])
})
