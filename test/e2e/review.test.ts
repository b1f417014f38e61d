import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openBrowserWorkbench } from './browser-workbench.ts'
import {
  createProject,
  goTo,
  importFolder,
  makeFolder,
  readCount,
  runCommand,
  runJob,
  takeScreenshots,
  type Workbench,
} from './workbench.ts'

let folder: string
let workbench: Workbench
let page: Page

const names = ['a.py', 'b.py', 'c.js', 'd.js', 'e.js']

beforeAll(async () => {
  folder = await makeFolder('review')
  await mkdir('test-results', { recursive: true })
  await mkdir(join(folder, 'code'))
  for (const [index, name] of names.entries()) {
    await writeFile(join(folder, 'code', name), `first line of ${name}\n${'the same\n'.repeat(index + 2)}last line\n`)
  }
  workbench = await openBrowserWorkbench({ userDataFolder: join(folder, 'user-data') })
  page = workbench.page
})
afterAll(async () => {
  await workbench?.[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

/** The labels in the order of the table. */
async function readLabels(): Promise<(string | null)[]> {
  const cells = page.getByRole('grid', { name: 'Documents' }).locator('[data-label]')
  return cells.evaluateAll((each) => each.map((cell) => cell.getAttribute('data-label')))
}

async function openFirst(): Promise<void> {
  await page.getByRole('row').nth(1).click()
  await expectOpen('a.py')
}

/** Presses what a person sees of a checkbox; the box itself is hidden behind it. */
const chooseFilter = (name: string) =>
  page
    .getByLabel('Filters')
    .locator('label')
    .filter({ hasText: new RegExp(`^${name}\\d`) })
    .click()
const expectOpen = (name: string) => page.getByTestId('sample-path').getByText(name, { exact: true }).waitFor()
const expectLabels = (labels: string[]) => expect.poll(readLabels).toEqual(labels)

describe('review in the browser host', () => {
  test('documents are labelled by keys, from one to the next, and undo goes back to what it changed', async () => {
    await createProject(workbench, { name: 'Labels', parentFolder: folder })
    await goTo(page, 'Data')
    await importFolder(workbench, join(folder, 'code'))
    await expect.poll(() => readCount(page, 'total-documents')).toBe(names.length)
    await openFirst()
    await page.keyboard.press('k')
    await expectOpen('b.py')
    await page.keyboard.press('d')
    await expectOpen('c.js')
    await page.keyboard.press('u')
    await expectLabels(['keep', 'drop', 'unsure', 'none', 'none'])
    await page.keyboard.press('l')
    await expectOpen('c.js')
    await page.keyboard.press('j')
    await expectOpen('d.js')
    await page.keyboard.press('z')
    await expectOpen('c.js')
    await expectLabels(['keep', 'drop', 'none', 'none', 'none'])
    await page.keyboard.press('Shift+Z')
    await expectLabels(['keep', 'drop', 'unsure', 'none', 'none'])
    await page.keyboard.press('c')
    await expectLabels(['keep', 'drop', 'none', 'none', 'none'])
  })

  test('a note is written with the keyboard, and letters in it label nothing', async () => {
    await openFirst()
    await page.keyboard.press('n')
    await page.getByRole('textbox', { name: 'Note' }).waitFor()
    await page.keyboard.type('kept: duck')
    await page.keyboard.press('Enter')
    await page.getByTestId('note').getByText('kept: duck').waitFor()
    await page.keyboard.press('j')
    await expectOpen('b.py')
    await expectLabels(['keep', 'drop', 'none', 'none', 'none'])
  })

  test('the keys hold in the text of the document too', async () => {
    await openFirst()
    await page.getByRole('main', { name: 'Data' }).locator('.monaco-editor .view-line').first().click()
    await page.keyboard.press('j')
    await expectOpen('b.py')
    await page.keyboard.press('k')
    await expectLabels(['keep', 'keep', 'none', 'none', 'none'])
    await expectOpen('c.js')
    await page.keyboard.press('z')
    await expectLabels(['keep', 'drop', 'none', 'none', 'none'])
    await takeScreenshots(workbench, 'review')
  })

  test('everything that matches is labelled after its count was said, and taken back by one undo', async () => {
    for (const theme of ['light', 'dark']) {
      await runCommand(page, `Theme: ${theme}`)
      await runCommand(page, 'Label all shown as drop…')
      await page.getByTestId('label-all-count').waitFor()
      await page.waitForTimeout(300)
      await page.screenshot({ path: `test-results/browser-label-all-${theme}.png` })
      await page.keyboard.press('Escape')
      await page.getByTestId('label-all-count').waitFor({ state: 'detached' })
    }
    await chooseFilter('JavaScript')
    await expect.poll(() => readCount(page, 'total-documents')).toBe(3)
    await runCommand(page, 'Label all shown as drop…')
    const dialog = page.getByRole('alertdialog', { name: 'Label all as drop' })
    await expect.poll(() => dialog.getByTestId('label-all-count').getAttribute('data-value')).toBe('3')
    await dialog.getByRole('button', { name: 'Label 3 documents' }).click()
    await dialog.waitFor({ state: 'detached' })
    await expectLabels(['drop', 'drop', 'drop'])
    await runCommand(page, 'Undo label change')
    await expectLabels(['none', 'none', 'none'])
    await runCommand(page, 'Redo label change')
    await chooseFilter('JavaScript')
    await expectLabels(['keep', 'drop', 'drop', 'drop', 'drop'])
    await chooseFilter('Keep')
    await expectLabels(['keep'])
    await chooseFilter('Keep')
  })

  test('labels are exported, and come back by an import after they were taken away', async () => {
    const file = join(folder, 'labels.jsonl')
    await runJob(page, 'export-labels', () => workbench.choosePath(file, () => runCommand(page, 'Export labels…')))
    const lines = (await readFile(file, 'utf8')).trimEnd().split('\n')
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { label: 'keep', note: 'kept: duck', path: 'a.py' },
      { label: 'drop', path: 'b.py' },
      ...names.slice(2).map((path) => ({ label: 'drop', path })),
    ])
    await runCommand(page, 'Take all shown labels away…')
    await page.getByRole('button', { name: 'Take 5 labels away' }).click()
    await expectLabels(['none', 'none', 'none', 'none', 'none'])
    await runJob(page, 'import-labels', () => workbench.choosePath(file, () => runCommand(page, 'Import labels…')))
    await expectLabels(['keep', 'drop', 'drop', 'drop', 'drop'])
  })

  test('a queue puts the documents into its order and opens the first', async () => {
    await page.getByRole('button', { name: 'Review', exact: true }).click()
    await page.getByRole('menuitem', { name: 'Queue: random order' }).click()
    await page.getByRole('button', { name: 'Review: random order' }).waitFor()
    const first = page.getByRole('row').nth(1)
    await expect.poll(() => first.getAttribute('aria-selected')).toBe('true')
    expect(await readCount(page, 'total-documents')).toBe(names.length)
    await page.getByRole('columnheader', { name: 'Path' }).getByRole('button').click()
    await page.getByRole('button', { name: 'Review', exact: true }).waitFor()
  })

  test('a value of the metadata is added, changed, and taken back by undo', async () => {
    await openFirst()
    await page.getByRole('button', { name: 'Add a value to the metadata' }).click()
    await page.getByRole('textbox', { name: 'Name of the value' }).fill('checked')
    await page.keyboard.press('Enter')
    await page.getByRole('textbox', { name: 'checked' }).fill('twice')
    await page.keyboard.press('Enter')
    await takeScreenshots(workbench, 'metadata')
    await runCommand(page, 'Undo label change')
    await expect.poll(() => page.getByRole('textbox', { name: 'checked' }).inputValue()).toBe('')
    await runCommand(page, 'Undo label change')
    await page.getByRole('textbox', { name: 'checked' }).waitFor({ state: 'detached' })
  })

  test('two documents are compared side by side', async () => {
    await openFirst()
    await runCommand(page, 'Compare with…')
    await page.getByText('Choose the document to compare it with.').waitFor()
    await page.getByRole('row').nth(3).click()
    const diff = page.locator('.monaco-diff-editor')
    await diff.locator('.line-insert, .line-delete, .char-insert').first().waitFor()
    await page.getByText('a.py on the left, c.js on the right').waitFor()
    await takeScreenshots(workbench, 'compare')
    await runCommand(page, 'Compare with…')
    await diff.waitFor({ state: 'detached' })
  })

  test('nothing was refused by the policy, thrown or logged as an error on the way', () => {
    expect(workbench.problems).toEqual([])
  })
})
