import { mkdir, rm, writeFile } from 'node:fs/promises'
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
  takeScreenshotsInPlace,
  type Workbench,
} from './workbench.ts'

let folder: string
let workbench: Workbench
let page: Page

beforeAll(async () => {
  folder = await makeFolder('rate')
  await mkdir('test-results', { recursive: true })
  await mkdir(join(folder, 'code'))
  for (let number = 0; number < 12; number++) {
    await writeFile(join(folder, `code/${number}.py`), `def add_${number}(a, b):\n    return a + b + ${number}\n`)
    await writeFile(join(folder, `code/${number}.c`), `int table_${number}[] = {${number}, 1, 2, 3};\n`)
  }
  workbench = await openBrowserWorkbench({ userDataFolder: join(folder, 'user-data') })
  page = workbench.page
})
afterAll(async () => {
  await workbench?.[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

const dialog = (name: string) => page.getByRole('dialog', { name })
const search = async (query: string) => {
  await page.getByRole('combobox', { name: 'Query' }).fill(query)
  await page.keyboard.press('Enter')
}

describe('ratings in the browser host', () => {
  test('the model rates a sample of what the table shows, after it was said what to expect', async () => {
    await createProject(workbench, { name: 'Ratings', parentFolder: folder })
    await goTo(page, 'Data')
    await importFolder(workbench, join(folder, 'code'))
    await expect.poll(() => readCount(page, 'total-documents')).toBe(24)
    await runCommand(page, 'Rate documents with the model')
    const rating = dialog('Rate documents with the model')
    await rating.getByText('has no chat template').waitFor()
    await expect.poll(() => readCount(page, 'rate-count')).toBe(24)
    await takeScreenshotsInPlace(workbench, 'rate')
    await rating.getByLabel('Documents', { exact: true }).fill('22')
    await page.keyboard.press('Tab')
    await rating.getByRole('button', { name: 'Rate 22 documents' }).click()
    await page
      .getByText(/rated 22 documents by the rubric code-1/)
      .first()
      .waitFor({ timeout: 120_000 })
    await search('has:model_rating')
    await expect.poll(() => readCount(page, 'total-documents')).toBe(22)
    await page.getByRole('row').nth(1).click()
    await page.getByLabel('Signals').getByText('Model rating', { exact: true }).waitFor()
    await takeScreenshots(workbench, 'rated')
  })

  test('a quality model is trained on the ratings, as soon as there are enough of both kinds', async () => {
    await runCommand(page, 'Train a quality model')
    const training = dialog('Train a quality model')
    await training.getByLabel('Points that a good document has at least').fill('0')
    await page.keyboard.press('Tab')
    await training.getByText('22 good examples and 0 bad. At least 10 of each are needed').waitFor()
    await takeScreenshotsInPlace(workbench, 'train-quality')
    await training.getByRole('button', { name: 'Train' }).click()
    await page
      .getByText(/0 bad documents with different contents match “model_rating<0”/)
      .first()
      .waitFor({ timeout: 60_000 })
  })

  test('what was trained stands in Models, and is removed after a question', async () => {
    for (const [language, verdict] of [
      ['python', 'keep'],
      ['c', 'drop'],
    ] as const) {
      await search(`lang:${language}`)
      await expect.poll(() => readCount(page, 'total-documents')).toBe(12)
      await runCommand(page, `Label all shown as ${verdict}`)
      await page.getByRole('button', { name: 'Label 12 documents' }).click()
      await page.getByRole('alertdialog').waitFor({ state: 'detached' })
    }
    await goTo(page, 'Models')
    const trained = page.getByRole('region', { name: 'Trained in this project' })
    await trained.getByText('Nothing yet.').waitFor()
    await goTo(page, 'Data')
    await runCommand(page, 'Train a quality model')
    const training = dialog('Train a quality model')
    await training.getByText('Labels', { exact: true }).click()
    await training.getByText('12 good examples and 12 bad.').waitFor()
    await runJob(page, 'curate', () => training.getByRole('button', { name: 'Train' }).click())
    await goTo(page, 'Models')
    const model = trained.getByRole('listitem', { name: 'Quality model' })
    await model.getByText('12 documents that match label:keep, and 12 that match label:drop').waitFor()
    await model.scrollIntoViewIfNeeded()
    await takeScreenshots(workbench, 'trained-models')
    await page.setViewportSize({ width: 780, height: 900 })
    await takeScreenshots(workbench, 'trained-models-narrow')
    // High enough that no notice lies over it.
    await page.setViewportSize({ width: 1440, height: 1400 })
    await trained.screenshot({ path: 'test-results/browser-trained-section-dark.png' })
    await page.setViewportSize({ width: 1440, height: 900 })
    await model.getByRole('button', { name: 'Remove' }).click()
    const question = page.getByRole('alertdialog')
    await question.getByText('are deleted').waitFor()
    await takeScreenshotsInPlace(workbench, 'remove-model')
    await question.getByRole('button', { name: 'Remove', exact: true }).click()
    await trained.getByText('Nothing yet.').waitFor()
    expect(workbench.problems).toEqual([])
  })
})
