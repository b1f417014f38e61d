import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hosts } from './hosts.ts'
import {
  createProject,
  exportTo,
  goTo,
  importFolder,
  longTimeoutMs,
  makeFolder,
  readCount,
  runCommand,
  runJob,
  takeScreenshots,
  takeScreenshotsInPlace,
  type Workbench,
  waitForModel,
} from './workbench.ts'

/** A document for each kind of reason, among files that every checkout has; JavaScript alone is more than the recipe asks of a language. */
const reasons = {
  'short.js': 'export const short = 1\n',
  'long-line.js': `// One line of data.\nexport const table = "${'0123456789abcdef'.repeat(100)}"\n${'export function more() {}\n'.repeat(12)}`,
  'rare.py': '# The only file of its language.\nprint("too little of it")\n'.repeat(8),
}
/** Nothing that opens a door: made of the same letter, but for what the pattern asks for. */
const key = ['AK', 'IA', 'QYLPMN5HFIQR7BCD'].join('')
const withSecret = `// Reads what was stored.\nconst client = connect({ accessKeyId: '${key}' })\n`

/** As many good as bad documents, for the quality model to learn from. */
const examplesOfEach = 12
const bothKinds = Array.from({ length: examplesOfEach }, (_, number) => [
  [`${number}.py`, `def add_${number}(a, b):\n    return a + b + ${number}\n`],
  [`${number}.c`, `int table_${number}[] = {${number}, 1, 2, 3};\n`],
]).flat() as [string, string][]
const recipeWithModels = `version: 2
name: Models
steps:
  - step: model-perplexity
    max_tokens: 64
  - step: quality
    labels: queries
    positive: lang:python
    negative: lang:c
    signals: [model_perplexity]
rules:
  - rule: threshold
    signal: model_perplexity
    min: 1
  - rule: threshold
    signal: quality
    min: 0.5
`

describe.each(Object.entries(hosts))('a recipe in the %s host', (_, open) => {
  let folder: string
  let workbench: Workbench
  let page: Page

  beforeAll(async () => {
    folder = await makeFolder('curate')
    await mkdir('test-results', { recursive: true })
    const code = join(folder, 'code')
    await cp('node_modules/react', join(code, 'react'), { recursive: true })
    for (const [name, text] of Object.entries(reasons)) await writeFile(join(code, name), text)
    const react = await readFile('node_modules/react/cjs/react.production.js', 'utf8')
    await writeFile(join(code, 'copy-of-react.js'), react)
    const server = await readFile('node_modules/react/cjs/react.react-server.production.js', 'utf8')
    await writeFile(join(code, 'with-secret.js'), `${withSecret}${server}`)
    await mkdir(join(folder, 'both-kinds'))
    for (const [name, text] of bothKinds) await writeFile(join(folder, 'both-kinds', name), text)
    await writeFile(join(folder, 'models.yaml'), recipeWithModels)
    workbench = await open({ userDataFolder: join(folder, 'user-data') })
    page = workbench.page
  })
  afterAll(async () => {
    await workbench?.[Symbol.asyncDispose]()
    await rm(folder, { recursive: true, force: true })
  })

  /** Presses what a person sees of a checkbox; the box itself is hidden behind it. */
  const choose = (name: string) =>
    page
      .getByLabel('Filters')
      .locator('label')
      .filter({ hasText: new RegExp(`^${name}\\d`) })
      .click()

  test(
    'that comes along is taken, its rules wait for its steps, and a run measures what they read',
    async () => {
      await createProject(workbench, { name: 'Curated', parentFolder: folder })
      await goTo(page, 'Data')
      await importFolder(workbench, join(folder, 'code'))
      await goTo(page, 'Tune')
      await runCommand(page, 'Recipes that come along…')
      const dialog = page.getByRole('dialog', { name: 'Recipes that come along' })
      await dialog.getByText('The data pipeline of the CodeShell report', { exact: false }).waitFor()
      await takeScreenshotsInPlace(workbench, 'bundled-recipes')
      await dialog.getByRole('button', { name: 'Use CodeShell report' }).click()
      await dialog.waitFor({ state: 'detached' })
      const line = page.getByRole('region', { name: 'Run of the recipe' })
      await line.getByText(/rules wait for what steps/).waitFor()
      await takeScreenshots(workbench, 'recipe-waits')
      await runJob(page, 'curate', () => runCommand(page, 'Run the recipe'))
      await line.waitFor({ state: 'detached' })
    },
    longTimeoutMs * 2,
  )

  test('has a report of the run with its steps and what each rule drops', async () => {
    const dialog = page.getByRole('dialog', { name: 'Runs of recipes' })
    await runCommand(page, 'Reports of runs…')
    await dialog.getByTestId('run-report').waitFor()
    await takeScreenshotsInPlace(workbench, 'run-report')
    await dialog
      .getByRole('row', { name: /Near duplicates|Near-duplicates/ })
      .first()
      .waitFor()
    const sentence = await dialog.getByText(/^The rules keep \d+ of \d+ documents/).textContent()
    const [, kept] = /keep (\d+) of/.exec(sentence ?? '') ?? []
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    await expect.poll(() => readCount(page, 'kept-documents')).toBe(Number(kept))
    await takeScreenshots(workbench, 'recipe-run')
  })

  test('has another run beside it that measures nothing anew and keeps the same', async () => {
    await runJob(page, 'curate', () => runCommand(page, 'Run the recipe'))
    await runCommand(page, 'Reports of runs…')
    const dialog = page.getByRole('dialog', { name: 'Runs of recipes' })
    await dialog.getByTestId('run-report').waitFor()
    await dialog.getByRole('button', { name: /Side by side with/ }).click()
    await page.getByRole('option', { name: /CodeShell report/ }).click()
    const row = dialog.getByRole('row', { name: /^Kept documents/ })
    await row.getByRole('cell', { name: 'the same' }).waitFor()
    await takeScreenshotsInPlace(workbench, 'run-comparison')
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
  })

  test(
    'tells the reason for every document that it drops',
    async () => {
      await goTo(page, 'Tune')
      const dropped = await readCount(page, 'dropped-documents')
      expect(dropped).toBeGreaterThan(Object.keys(reasons).length)
      await goTo(page, 'Data')
      await choose('Dropped')
      await expect.poll(() => readCount(page, 'total-documents')).toBe(dropped)
      const told = new Map<string, string>()
      await page.getByRole('row').nth(1).click()
      for (let row = 0; row < dropped; row++) {
        if (row > 0) await page.keyboard.press('j')
        const path = page.getByTestId('sample-path')
        // Until the next document is there, the last one stays.
        await expect.poll(async () => told.has((await path.textContent()) ?? '')).toBe(false)
        const rules = page.getByRole('list', { name: 'Rules that drop this document' }).getByRole('listitem')
        told.set((await path.textContent()) ?? '', (await rules.allTextContents()).join('\n'))
      }
      expect(told.size).toBe(dropped)
      expect([...told.values()].filter((words) => words === '')).toEqual([])
      expect(told.get('short.js')).toMatch(/Lines 1 is 9 below the minimum of 10/)
      expect(told.get('long-line.js')).toMatch(/Maximum line length .* above the maximum of 1,000/)
      expect(told.get('rare.py')).toMatch(/Language Python has .* in the whole project, too little to keep/)
      expect(told.get('copy-of-react.js') ?? told.get('react/cjs/react.production.js')).toMatch(
        /^Duplicate of .*react.* \(the same\)/m,
      )
    },
    longTimeoutMs,
  )

  test('leads from a duplicate to the document that is kept, and shows both side by side', async () => {
    const pane = page.getByRole('article')
    const hit = pane.getByRole('listitem').filter({ hasText: 'Duplicate of' }).first()
    for (const row of await page.getByRole('row').all()) {
      if (!/copy-of-react|react\.production/.test((await row.textContent()) ?? '')) continue
      await row.click()
      if (
        await hit.waitFor({ timeout: 3000 }).then(
          () => true,
          () => false,
        )
      )
        break
    }
    await takeScreenshots(workbench, 'duplicate')
    await hit.getByRole('button', { name: 'Show both side by side' }).click()
    await page.getByText(/ on the left, .* on the right/).waitFor()
    await page.locator('.monaco-diff-editor').waitFor()
    await takeScreenshots(workbench, 'duplicate-compared')
    await runCommand(page, 'Compare with…')
    const kept = (await hit.getByRole('button').first().textContent()) ?? ''
    await hit.getByRole('button').first().click()
    await page.getByTestId('sample-path').getByText(kept, { exact: true }).waitFor()
    await pane.getByText('kept', { exact: true }).waitFor()
  })

  test(
    'marks what was found in a document that is kept, and goes through it',
    async () => {
      await choose('Dropped')
      await page.getByRole('combobox', { name: 'Query' }).fill('path:with-secret')
      await page.keyboard.press('Enter')
      await expect.poll(() => readCount(page, 'total-documents')).toBe(1)
      await page.getByRole('row').nth(1).click()
      const findings = page.getByRole('region', { name: 'What steps found in it' })
      await findings.getByRole('button', { name: 'Next finding' }).click()
      await findings.locator('[aria-current]').getByText('line 2').waitFor()
      const mark = page.locator('.code-view-finding')
      expect((await mark.allTextContents()).join('')).toContain(key)
      // While the text scrolls to the finding, what is under the pointer changes.
      await expect
        .poll(
          async () => {
            await page.mouse.move(0, 0)
            await mark.first().hover()
            await page.waitForTimeout(800)
            return page.getByText('Found by “secrets”').count()
          },
          { timeout: longTimeoutMs },
        )
        .toBeGreaterThan(0)
      await page.mouse.move(0, 0)
      await takeScreenshots(workbench, 'findings')
      await page.keyboard.press('Escape')
    },
    longTimeoutMs,
  )

  test('exports what it keeps, with placeholders where its rules ask for them', async () => {
    await goTo(page, 'Tune')
    const kept = await readCount(page, 'kept-documents')
    const target = join(folder, 'kept.jsonl')
    await runJob(page, 'export', async () => {
      await page.getByRole('button', { name: 'Export kept documents…' }).click()
      await exportTo(page, { format: '.jsonl', target })
    })
    const lines = (await readFile(target, 'utf8')).trimEnd().split('\n')
    expect(lines).toHaveLength(kept)
    const exported = lines.map((line) => JSON.parse(line) as { path: string; text: string })
    expect(exported.map(({ path }) => path)).not.toContain('short.js')
    expect(exported.find(({ path }) => path === 'with-secret.js')?.text).not.toContain(key)
  })

  test(
    'asks the loaded model, trains a quality model and keeps what both find good',
    async () => {
      await waitForModel(page)
      await createProject(workbench, { name: 'Scored', parentFolder: folder })
      await importFolder(workbench, join(folder, 'both-kinds'))
      await workbench.choosePath(join(folder, 'models.yaml'), () => runCommand(page, 'Load recipe…'))
      await runJob(page, 'curate', () => runCommand(page, 'Run the recipe'))
      await runCommand(page, 'Reports of runs…')
      const dialog = page.getByRole('dialog', { name: 'Runs of recipes' })
      for (const step of ['Model perplexity', 'Quality model'])
        await dialog.getByRole('row', { name: new RegExp(`^${step}`) }).waitFor()
      await takeScreenshotsInPlace(workbench, 'run-with-models')
      await page.keyboard.press('Escape')
      await dialog.waitFor({ state: 'detached' })
      await goTo(page, 'Tune')
      await expect.poll(() => readCount(page, 'dropped-documents')).toBe(examplesOfEach)
      await takeScreenshots(workbench, 'quality')
    },
    longTimeoutMs,
  )

  test('nothing was refused by the policy, thrown or logged as an error on the way', () => {
    expect(workbench.problems).toEqual([])
  })
})
