import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowserWorkbench } from './browser-workbench.ts'
import {
  createProject,
  importFolder,
  makeFolder,
  runCommand,
  runJob,
  takeScreenshots,
  takeScreenshotsInPlace,
  type Workbench,
} from './workbench.ts'

let folder: string
let workbench: Workbench

const code = (change: string) =>
  Array.from({ length: 60 }, (_, line) => `export const value${line} = compute(${line}, ${line === 40 ? change : line})`).join(
    '\n',
  )

beforeAll(async () => {
  folder = await makeFolder('duplicates')
  const files = join(folder, 'files')
  await mkdir(join(files, 'vendor/deep'), { recursive: true })
  await mkdir('test-results', { recursive: true })
  await writeFile(join(files, 'values.ts'), code('1'))
  await writeFile(join(files, 'vendor/values.ts'), code('2'))
  await writeFile(join(files, 'vendor/deep/values.ts'), code('1'))
  await writeFile(join(files, 'other.ts'), 'export function other() {\n  return "nothing like it"\n}\n')
  await writeFile(
    join(folder, 'recipe.yaml'),
    'version: 2\nname: Twins\nrules:\n  - rule: duplicate\n    step: exact-duplicates\n  - rule: duplicate\n    step: near-duplicates\nscore: all\n',
  )
  workbench = await openBrowserWorkbench({ userDataFolder: join(folder, 'user-data') })
})
afterAll(async () => {
  await workbench?.[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

test('clusters of duplicates are shown by size, with what is kept and why', async () => {
  const { page } = workbench
  await createProject(workbench, { name: 'Twins', parentFolder: folder })
  await importFolder(workbench, join(folder, 'files'))
  await runCommand(page, 'Duplicates…')
  const dialog = page.getByRole('dialog', { name: 'Duplicates' })
  await dialog.getByText('has not run on this project yet').waitFor()
  await page.keyboard.press('Escape')

  await workbench.choosePath(join(folder, 'recipe.yaml'), () => runCommand(page, 'Load recipe…'))
  await runJob(page, 'curate', () => runCommand(page, 'Run the recipe'))
  await runCommand(page, 'Duplicates…')
  await dialog.getByText('1 cluster with 3 documents').waitFor()
  const members = dialog.getByRole('list', { name: 'Documents of the cluster' }).getByRole('listitem')
  await expect.poll(() => members.count()).toBe(3)
  expect(await members.first().textContent()).toMatch(/values\.ts.*kept/)
  expect(await members.nth(1).textContent()).toContain('its path is deeper or longer')
  // What a rule that stands before drops cannot be kept.
  expect(await members.last().textContent()).toMatch(/vendor\/deep.*dropped before, by rule 1: Duplicate of values\.ts/)
  await dialog.getByText('Rule 2 of the recipe chooses which is kept').waitFor()
  await takeScreenshotsInPlace(workbench, 'duplicates')
  await dialog.getByRole('radio', { name: 'Equal content' }).click()
  await dialog.getByText('1 cluster with 2 documents').waitFor()
})

test('a member is opened, and compared with the one that is kept', async () => {
  const { page } = workbench
  const dialog = page.getByRole('dialog', { name: 'Duplicates' })
  await dialog.getByRole('radio', { name: 'Similar content' }).click()
  await dialog.getByRole('button', { name: 'Compare vendor/values.ts with the kept document' }).click()
  await dialog.waitFor({ state: 'detached' })
  await page.getByText('values.ts on the left, vendor/values.ts on the right').waitFor()
  await takeScreenshots(workbench, 'duplicates-compared')
  await runCommand(page, 'Duplicates…')
  await dialog.getByRole('button', { name: 'Open vendor/deep/values.ts' }).click()
  await page.getByRole('heading', { name: 'values.ts' }).or(page.getByText('vendor/deep/values.ts')).first().waitFor()
})

test('the table is sorted by clusters to review them', async () => {
  const { page } = workbench
  await runCommand(page, 'Duplicates…')
  await page.getByRole('dialog', { name: 'Duplicates' }).getByRole('button', { name: 'Review in this order' }).click()
  const rows = page.getByRole('grid', { name: 'Documents' }).getByRole('row')
  await expect.poll(() => rows.last().textContent()).toContain('other.ts')
})

test('one cluster is shown alone, from the dialog and from a document', async () => {
  const { page } = workbench
  const rows = page.getByRole('grid', { name: 'Documents' }).getByRole('row')
  const query = page.getByRole('combobox', { name: 'Query' })
  await runCommand(page, 'Duplicates…')
  await page.getByRole('dialog', { name: 'Duplicates' }).getByRole('button', { name: 'Show this cluster alone' }).click()
  await expect.poll(() => query.inputValue()).toMatch(/^cluster:\d+@0\.85$/)
  await expect.poll(async () => (await rows.allTextContents()).filter((each) => each.includes('values.ts')).length).toBe(3)
  expect((await rows.allTextContents()).join()).not.toContain('other.ts')
  await takeScreenshots(workbench, 'duplicates-cluster')
  await query.fill('')
  await rows.filter({ hasText: 'vendor/deep' }).click()
  await page.getByRole('button', { name: 'Show the whole cluster' }).first().click()
  await expect.poll(() => query.inputValue()).toMatch(/^cluster:\d+@exact$/)
  await expect.poll(async () => (await rows.allTextContents()).filter((each) => each.includes('values.ts')).length).toBe(2)
  await page.setViewportSize({ width: 780, height: 700 })
  await takeScreenshots(workbench, 'duplicates-cluster-narrow')
  await query.fill('cluster:99')
  await query.press('Enter')
  await page.getByText('The project has no document 99').waitFor()
})

test('nothing was refused by the policy, thrown or logged as an error on the way', () => {
  expect(workbench.problems).toEqual([])
})
