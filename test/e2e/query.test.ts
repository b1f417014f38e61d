import { cp, mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowserWorkbench } from './browser-workbench.ts'
import { createProject, goTo, importFolder, makeFolder, readCount, takeScreenshots, type Workbench } from './workbench.ts'

let folder: string
let workbench: Workbench

beforeAll(async () => {
  folder = await makeFolder('query')
  await mkdir(join(folder, 'code'), { recursive: true })
  await cp('node_modules/zod', join(folder, 'code'), { recursive: true, dereference: true })
  await writeFile(join(folder, 'code/needle.py'), `${'x = 1\n'.repeat(200)}import torch  # TORCH\n`)
  await writeFile(join(folder, 'code/trap.txt'), `${'a'.repeat(60)}!\n`)
  workbench = await openBrowserWorkbench({ userDataFolder: join(folder, 'user-data') })
  await mkdir('test-results', { recursive: true })
})
afterAll(async () => {
  await workbench?.[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

const bar = () => workbench.page.getByRole('combobox', { name: 'Query' })
const total = () => readCount(workbench.page, 'total-documents')

async function ask(query: string): Promise<void> {
  await bar().fill(query)
  await bar().press('Enter')
}

test('the key that finds text in most programs leads to the query bar, and a field completes its values with counts', async () => {
  const { page } = workbench
  await createProject(workbench, { name: 'Query', parentFolder: folder })
  await goTo(page, 'Data')
  await importFolder(workbench, join(folder, 'code'))
  await page.getByRole('grid', { name: 'Documents' }).focus()
  await page.keyboard.press('ControlOrMeta+F')
  await page.keyboard.type('la')
  await page.getByRole('option', { name: /^lang:/ }).waitFor()
  await page.keyboard.press('Tab')
  await expect.poll(() => bar().inputValue()).toBe('lang:')
  await page.keyboard.type('pyt')
  await page.getByRole('option', { name: /Python.*1/ }).waitFor()
  await takeScreenshots(workbench, 'query-completion', async () => {
    await bar().fill('')
    await bar().fill('lang:')
    await page.getByRole('option', { name: /Python/ }).waitFor()
  })
  await bar().fill('lang:pyt')
  await bar().press('ArrowDown')
  await bar().press('Enter')
  await expect.poll(() => bar().inputValue()).toBe('lang:Python ')
  await bar().press('Enter')
  await expect.poll(total).toBe(1)
})

test('a substring is found in the texts, and marked in the document where it stands', async () => {
  const { page } = workbench
  await ask('path:needle "import torch"')
  await expect.poll(total).toBe(1)
  const row = page.getByRole('row', { name: /needle\.py/ })
  await expect.poll(() => row.locator('mark').allTextContents()).toEqual(['needle'])
  await row.click()
  await page.locator('.code-view-match').first().waitFor()
  await takeScreenshots(workbench, 'query-matches', () => page.locator('.code-view-match').first().waitFor())
})

test('an expression is found, and the facets count what it finds', async () => {
  const { page } = workbench
  const all = async () => {
    await ask('')
    await expect.poll(total).toBeGreaterThan(100)
    return total()
  }
  const count = await all()
  await ask('/^import .* from/ -lang:markdown')
  await expect.poll(total).toBeLessThan(count)
  await expect.poll(() => page.getByTestId('search-state').getAttribute('data-state')).toBe('done')
  const found = await total()
  expect(found).toBeGreaterThan(10)
  const facets = page.getByRole('complementary', { name: 'Filters' })
  const counts = facets.getByRole('group', { name: 'Verdict' }).locator('.data-facet-count')
  await expect.poll(async () => (await counts.allTextContents()).map(Number)).toEqual([found, 0])
})

test('an expression without an end is given up and said so', async () => {
  const { page } = workbench
  await ask('path:trap /^(a+)+$/')
  await page.getByText('the expression took too long').waitFor()
  expect(await page.getByText('No document matches').isVisible()).toBe(true)
  await page.getByRole('button', { name: 'Clear query and filters' }).click()
  await expect.poll(total).toBeGreaterThan(100)
  expect(await bar().inputValue()).toBe('')
})

test('what is wrong is underlined where it stands, with a sentence, and the rows stay', async () => {
  const { page } = workbench
  const all = await total()
  await ask('lines>5')
  await expect.poll(total).toBeLessThan(all)
  const count = await total()
  for (const [query, wrong, sentence] of [
    ['lines>5 perplexty>2', 'perplexty', 'There is no field or signal "perplexty"'],
    ['lang:klingon', 'klingon', 'lang has no value "klingon" here.'],
  ] as const) {
    await ask(query)
    await page.getByText(sentence).waitFor()
    await expect.poll(() => page.locator('.query-wrong').textContent()).toBe(wrong)
    expect(await total()).toBe(count)
  }
  await takeScreenshots(workbench, 'query-error', () => page.locator('.query-wrong').waitFor())
  await bar().press('Escape')
  await bar().fill('')
  await bar().press('ArrowDown')
  await page.getByRole('option', { name: /lines>5$/ }).waitFor()
  expect(workbench.problems).toEqual([])
})
