import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowserWorkbench } from './browser-workbench.ts'
import { createProject, goTo, makeFolder, readCount, runCommand, runJob, takeScreenshots, type Workbench } from './workbench.ts'

let folder: string
let workbench: Workbench

beforeAll(async () => {
  folder = await makeFolder('browse')
  await mkdir('test-results', { recursive: true })
  const rows = Array.from({ length: 24 }, (_, index) => ({
    content: `def f${index}():\n    return ${index}\n`,
    path: `pkg/m${String(index).padStart(2, '0')}.py`,
    license: ['MIT', 'Apache-2.0', 'GPL-3.0-only'][index % 3],
    repo: `org/r${index % 4}`,
    stars: index * 10,
    author: `Author ${index % 5}`,
  }))
  const good = rows.map((row) => `${JSON.stringify(row)}\n`)
  await writeFile(join(folder, 'good.jsonl'), good.join(''))
  await writeFile(join(folder, 'bad.jsonl'), [...good, ...Array.from({ length: 1200 }, () => 'no JSON\n')].join(''))
  workbench = await openBrowserWorkbench({ userDataFolder: join(folder, 'user-data') })
  await createProject(workbench, { name: 'Browsed', parentFolder: folder })
  await goTo(workbench.page, 'Data')
})
afterAll(async () => {
  await workbench?.[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

const total = () => readCount(workbench.page, 'total-documents')
const importDialog = () => workbench.page.getByRole('dialog', { name: 'Import', exact: true })
const filters = () => workbench.page.getByLabel('Filters')
const chooseFilter = (facet: string, value: string) =>
  filters().getByRole('group', { name: facet }).locator('label').filter({ hasText: value }).click()
const openedPath = () => workbench.page.getByTestId('sample-path').textContent()

async function addFile(name: string): Promise<void> {
  await runCommand(workbench.page, 'Import files…')
  const field = importDialog().getByRole('textbox', { name: /^Files and folders/ })
  await field.fill(join(folder, name))
  await field.press('Enter')
  await importDialog().getByRole('checkbox').first().waitFor()
}

async function readColumn(place: number): Promise<string[]> {
  const cells = workbench.page.locator(`[role=row][aria-rowindex]:not([aria-rowindex="1"]) > :nth-child(${place})`)
  return cells.allTextContents()
}

test('columns of the document are shown and sorted by, and the choice outlives the place', async () => {
  const { page } = workbench
  await addFile('good.jsonl')
  await runJob(page, 'import', () => importDialog().getByRole('button', { name: 'Import', exact: true }).click())
  await expect.poll(total).toBe(24)
  await page.getByRole('button', { name: 'Columns' }).click()
  const columns = page.getByRole('dialog').locator('label')
  // One right after the other: each builds on the one before.
  await columns.filter({ hasText: 'Licence' }).click()
  await columns.filter({ hasText: 'Repository' }).click()
  await columns.filter({ hasText: 'Size' }).first().click()
  await columns.filter({ hasText: 'Stars' }).click()
  await page.keyboard.press('Escape')
  await goTo(page, 'Editor')
  await goTo(page, 'Data')
  const headers = page.getByRole('columnheader')
  await expect.poll(() => headers.allTextContents()).toEqual(expect.arrayContaining(['Path', 'Licence', 'Repository', 'Stars']))
  expect(await headers.allTextContents()).not.toContain('Size')
  await page.getByRole('columnheader', { name: 'Repository' }).getByRole('button').click()
  const place = (await headers.allTextContents()).indexOf('Repository') + 1
  await expect.poll(async () => (await readColumn(place)).slice(0, 7)).toEqual([...Array(6).fill('org/r0'), 'org/r1'])
})

test('documents are narrowed by repository, beside the table and in the query', async () => {
  const { page } = workbench
  await chooseFilter('Repository', 'org/r2')
  await expect.poll(total).toBe(6)
  await chooseFilter('Repository', 'org/r3')
  await expect.poll(total).toBe(12)
  await takeScreenshots(workbench, 'browse')
  await filters().getByRole('button', { name: 'Clear' }).click()
  await expect.poll(total).toBe(24)
  const bar = page.getByRole('combobox', { name: 'Query' })
  await bar.fill('repo:r1')
  await page.getByRole('option', { name: /org\/r1.*6/ }).waitFor()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect.poll(total).toBe(6)
  await bar.fill('')
  // What was asked before is offered over the table.
  await page.keyboard.press('Escape')
  await expect.poll(total).toBe(24)
})

test('a document that leaves the table gives its place to the next, and one that a filter leaves out is closed', async () => {
  const { page } = workbench
  await page.getByRole('columnheader', { name: 'Path' }).getByRole('button').click()
  await page.getByRole('row').nth(1).click()
  await expect.poll(openedPath).toBe('pkg/m00.py')
  for (const key of ['k', 'k', 'k']) await page.keyboard.press(key)
  await expect.poll(openedPath).toBe('pkg/m03.py')
  await chooseFilter('Label', 'Keep')
  await expect.poll(total).toBe(3)
  await page.getByTestId('sample-path').waitFor({ state: 'detached' })
  await page.getByRole('row').nth(2).click()
  await expect.poll(openedPath).toBe('pkg/m01.py')
  await page.keyboard.press('c')
  await expect.poll(total).toBe(2)
  await expect.poll(openedPath).toBe('pkg/m02.py')
  // Whoever takes something back wants to see what it was about.
  await page.keyboard.press('z')
  await expect.poll(openedPath).toBe('pkg/m01.py')
  await page.keyboard.press('Shift+Z')
  await page.getByText('The table does not show this document').waitFor()
  expect(await openedPath()).toBe('pkg/m01.py')
  await filters().getByRole('button', { name: 'Clear' }).click()
  await page.getByText('The table does not show this document').waitFor({ state: 'detached' })
})

test('one value of the metadata of all shown is set, and one undo takes it back', async () => {
  const { page } = workbench
  await chooseFilter('Repository', 'org/r1')
  await expect.poll(total).toBe(6)
  await page.getByRole('row').nth(1).click()
  await expect.poll(openedPath).toBe('pkg/m01.py')
  await page.getByRole('textbox', { name: 'author' }).waitFor()
  await runCommand(page, 'Change metadata of all shown…')
  const dialog = page.getByRole('dialog', { name: 'Change metadata of all shown' })
  await expect.poll(() => dialog.getByTestId('metadata-all-count').getAttribute('data-value')).toBe('6')
  await dialog.getByLabel('Name').fill('split')
  await dialog.getByLabel('Value').fill('held out')
  await dialog.getByRole('button', { name: 'Change 6 documents' }).click()
  await dialog.waitFor({ state: 'detached' })
  const field = page.getByRole('textbox', { name: 'split' })
  await expect.poll(() => field.inputValue()).toBe('held out')
  await takeScreenshots(workbench, 'metadata-all')
  await page.getByRole('combobox', { name: 'Query' }).fill('meta.split:"held out"')
  await page.keyboard.press('Enter')
  await filters().getByRole('button', { name: 'Clear' }).click()
  await expect.poll(total).toBe(6)
  await runCommand(page, 'Undo label change')
  await expect.poll(() => page.getByText('No document matches').isVisible()).toBe(true)
  await page.getByRole('button', { name: 'Clear query and filters' }).click()
  await expect.poll(total).toBe(24)
})

test('what an import rejected is counted, listed piece by piece, and saved as a whole', async () => {
  const { page } = workbench
  await addFile('bad.jsonl')
  await importDialog().getByRole('textbox', { name: 'Stop when more than this percentage of rows is rejected' }).fill('100')
  await runJob(page, 'import', () => importDialog().getByRole('button', { name: 'Import', exact: true }).click())
  await page.getByTestId('jobs-state').click()
  await page.getByRole('button', { name: '1,200 problems' }).click()
  const dialog = page.getByRole('dialog', { name: /left out/ })
  await dialog.getByText('1,200 failed. Shown are the first 1,000.').waitFor()
  expect(await dialog.getByRole('listitem').count()).toBe(1000)
  await dialog.getByRole('button', { name: 'Show more' }).click()
  await expect.poll(() => dialog.getByRole('listitem').count()).toBe(1200)
  await page.screenshot({ path: 'test-results/browser-problems-dark.png' })
  const file = join(folder, 'left-out.jsonl')
  await workbench.choosePath(file, () => dialog.getByRole('button', { name: 'Save the list…' }).click())
  await page.getByText('1,200 lines were saved').waitFor()
  const lines = (await readFile(file, 'utf8')).trimEnd().split('\n')
  expect(lines).toHaveLength(1200)
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ outcome: 'failed', subject: 'bad.jsonl, line 25' })
  expect(workbench.problems).toEqual([])
})
