import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import Database from 'better-sqlite3'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hosts } from './hosts.ts'
import {
  askForSuggestion,
  createProject,
  dragHandle,
  exportTo,
  goTo,
  importFolder,
  longTimeoutMs,
  makeFolder,
  readCount,
  runCommand,
  runJob,
  takeScreenshots,
  type Workbench,
} from './workbench.ts'

/** Goes to the editor and waits until the bundled model is loaded. */
async function openEditorWithModel(page: Page): Promise<void> {
  await goTo(page, 'Editor')
  await page
    .getByText(/CodeShell-Small/)
    .first()
    .waitFor({ timeout: longTimeoutMs })
}

/** More than 2,000 real source files that every checkout has, and a package of some dozens, which the model reads. */
const largeTrees = ['node_modules/react', 'node_modules/monaco-editor/esm', 'node_modules/zod']
const smallTree = 'node_modules/zustand'

describe.each(Object.entries(hosts))('the main job in the %s host', (_, open) => {
  let folder: string
  let workbench: Workbench

  beforeAll(async () => {
    folder = await makeFolder('journey')
    await mkdir('test-results', { recursive: true })
    workbench = await open({ userDataFolder: join(folder, 'user-data') })
  })
  afterAll(async () => {
    await workbench?.[Symbol.asyncDispose]()
    await rm(folder, { recursive: true, force: true })
  })

  test('the first line typed in the scratch file of the first start gets ghost text by itself', async () => {
    const { page } = workbench
    await openEditorWithModel(page)
    await page.locator('.monaco-editor .view-line').last().click()
    await page.keyboard.press('ControlOrMeta+End')
    await page.keyboard.type('with op')
    const ghost = page.getByRole('main', { name: 'Editor' }).locator('.ghost-text-decoration, .ghost-text')
    // Each colour of the grey text is an element of its own.
    await expect.poll(async () => (await ghost.allTextContents()).join(''), { timeout: longTimeoutMs }).toMatch(/^en\(path/)
    await page.screenshot({ path: `test-results/${workbench.host}-scratch.png` })
  })

  test('a typed line gets ghost text from the bundled model, and Tab accepts it', async () => {
    const { page } = workbench
    await openEditorWithModel(page)
    await writeFile(join(folder, 'sum.js'), 'function sum(values) {\n  let total = 0\n\n  return total\n}\n')
    await workbench.choosePath(join(folder, 'sum.js'), () => runCommand(page, 'Open file…'))
    const editor = page.locator('.monaco-editor').first()
    // Until it is open the scratch file stands there, and takes what is typed.
    await editor.locator('.view-line').filter({ hasText: 'total' }).first().waitFor()
    await editor.locator('.view-line').nth(2).click()
    const typed = '  for (let i = 0; i < '
    await page.keyboard.type(typed, { delay: 30 })
    const suggested = await askForSuggestion(page)
    await page.keyboard.press('Tab')
    await runCommand(page, 'Save file')
    // What is accepted stands where the grey text stood; the closing bracket is the editor's own.
    await expect.poll(async () => (await readFile(join(folder, 'sum.js'), 'utf8')).split('\n')[2]).toContain(typed + suggested)

    await editor.locator('.view-line').nth(2).click()
    await page.keyboard.press('End')
    await page.keyboard.type(' total += ')
    await takeScreenshots(workbench, 'editor', async () => void (await askForSuggestion(page)))
  })

  test(
    'thousands of real files are imported, sorted by maximum line length, and the worst is opened',
    async () => {
      const { page } = workbench
      await createProject(workbench, { name: 'Large', parentFolder: folder })
      await goTo(page, 'Data')
      for (const tree of largeTrees) await importFolder(workbench, await copyTree(tree, folder))
      await expect.poll(() => readCount(page, 'total-documents')).toBeGreaterThan(2000)

      await page.getByRole('columnheader', { name: /Maximum line length/ }).click()
      await page
        .getByRole('columnheader', { name: /Maximum line length/, exact: false })
        .and(page.locator('[aria-sort]'))
        .waitFor()
      const sorted = page.getByRole('columnheader', { name: /Maximum line length/ })
      if ((await sorted.getAttribute('aria-sort')) !== 'descending') await sorted.click()
      const worst = queryProject(join(folder, 'Large'), (db) => findWorst(db))
      // Until the rows are there in their new order, the first one is another document.
      await page.getByRole('row').nth(1).getByText(basename(worst.path)).waitFor()
      await page.getByRole('row').nth(1).click()
      await page.getByTestId('sample-path').getByText(worst.path, { exact: false }).waitFor()
      await page.getByRole('main', { name: 'Data' }).locator('.monaco-editor .view-line').first().waitFor()
      expect(await readCount(page, 'total-documents')).toBe(worst.documentCount)
      await takeScreenshots(workbench, 'data')
    },
    longTimeoutMs * 3,
  )

  test(
    'a scored project is cut with the mouse, the counts equal a recount in SQL, and the kept documents are exported',
    async () => {
      const { page } = workbench
      await createProject(workbench, { name: 'Small', parentFolder: folder })
      await goTo(page, 'Data')
      await importFolder(workbench, await copyTree(smallTree, folder))
      await runJob(page, 'score', () => runCommand(page, 'Score documents with the loaded model'))

      await goTo(page, 'Tune')
      await page.getByRole('option', { name: /Model perplexity/ }).click()
      await dragHandle(page, page.getByRole('slider', { name: /Maximum/ }), -160)
      await expect.poll(() => readCount(page, 'dropped-documents')).toBeGreaterThan(0)
      const maximum = Number(await page.getByRole('slider', { name: /Maximum/ }).getAttribute('aria-valuenow'))
      await takeScreenshots(workbench, 'tune')

      const counted = queryProject(join(folder, 'Small'), (db) => recount(db, { signal: 'model_perplexity', maximum }))
      expect({
        documents: await readCount(page, 'kept-documents'),
        bytes: await readCount(page, 'kept-bytes'),
        dropped: await readCount(page, 'dropped-documents'),
      }).toEqual(counted)

      await page.getByRole('button', { name: 'Undo' }).click()
      await expect.poll(() => readCount(page, 'dropped-documents')).toBe(0)
      await runCommand(page, 'Redo recipe change')
      await expect.poll(() => readCount(page, 'dropped-documents')).toBe(counted.dropped)

      const file = join(folder, 'kept.jsonl')
      await page.getByRole('button', { name: /Export kept documents/ }).click()
      await runJob(page, 'export', () => exportTo(page, { format: '.jsonl', target: file }))
      const lines = (await readFile(file, 'utf8')).trimEnd().split('\n')
      expect(lines.length).toBe(counted.documents)
      expect(JSON.parse(lines[0] ?? '')).toMatchObject({ path: expect.any(String), text: expect.any(String) })
    },
    longTimeoutMs * 3,
  )

  test('the models place shows what is loaded and where it runs', async () => {
    const { page } = workbench
    await goTo(page, 'Models')
    await page.getByRole('main', { name: 'Models' }).getByText('CodeShell-Small').first().waitFor()
    await takeScreenshots(workbench, 'models')
  })

  test('nothing was refused by the policy, thrown or logged as an error on the way', () => {
    expect(workbench.problems).toEqual([])
  })
})

/** Copies a package out of the repository, which ignores it, and so would the import. */
async function copyTree(tree: string, folder: string): Promise<string> {
  const copy = join(folder, 'trees', basename(tree))
  await cp(tree, copy, { recursive: true })
  return copy
}

function queryProject<T>(projectFolder: string, query: (db: Database.Database) => T): T {
  const db = new Database(join(projectFolder, 'project.sqlite'), { readonly: true })
  try {
    return query(db)
  } finally {
    db.close()
  }
}

/** The values of a signal by document id, straight from the stored pieces. */
function readColumn(db: Database.Database, signal: string): Float32Array {
  const pieces = db
    .prepare('SELECT float32 FROM signal_piece JOIN signal ON signal.id = signal_id WHERE signal.name = ? ORDER BY first_id')
    .all(signal) as { float32: Buffer }[]
  const bytes = Buffer.concat(pieces.map(({ float32 }) => float32))
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length))
}

function findWorst(db: Database.Database): { path: string; documentCount: number } {
  const lengths = readColumn(db, 'max_line_length')
  const documents = db.prepare('SELECT id, path FROM document ORDER BY id').all() as { id: number; path: string }[]
  const worst = documents.reduce((best, each) => ((lengths[each.id] ?? 0) > (lengths[best.id] ?? 0) ? each : best))
  return { path: worst.path, documentCount: documents.length }
}

function recount(db: Database.Database, cut: { signal: string; maximum: number }) {
  const values = readColumn(db, cut.signal)
  db.function('is_kept', (id) => ((values[Number(id)] ?? Number.NaN) > Math.fround(cut.maximum) ? 0 : 1))
  const count = (kept: number) =>
    db
      .prepare('SELECT count(*) AS documents, coalesce(sum(size_bytes), 0) AS bytes FROM document WHERE is_kept(id) = ?')
      .get(kept) as {
      documents: number
      bytes: number
    }
  return { ...count(1), dropped: count(0).documents }
}
