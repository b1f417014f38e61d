import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { zstdCompressSync } from 'node:zlib'
import { parquetWriteBuffer } from 'hyparquet-writer'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runGit } from '../engine/dataset/git/git-repository.ts'
import { openBrowserWorkbench } from './browser-workbench.ts'
import { createProject, goTo, makeFolder, readCount, runCommand, runJob, type Workbench } from './workbench.ts'

let folder: string
let workbench: Workbench

beforeAll(async () => {
  folder = await makeFolder('import')
  workbench = await openBrowserWorkbench({ userDataFolder: join(folder, 'user-data') })
  await mkdir('test-results', { recursive: true })
  await mkdir(join(folder, 'data'))
  const rows = Array.from({ length: 40 }, (_, i) => ({
    body: `def f${i}():\n    return ${i}\n`,
    where: `src/f${i}.py`,
    lang: 'Python',
    license: 'MIT',
    note: `row ${i}`,
  }))
  const lines = rows.map((row) => JSON.stringify(row))
  lines[7] = '{"body": "cut off'
  for (const [name, part] of [
    ['one', lines.slice(0, 20)],
    ['two', lines.slice(20)],
  ] as const)
    await writeFile(join(folder, 'data', `${name}.jsonl.zst`), zstdCompressSync(`${part.join('\n')}\n`))
  const columnData = [
    { name: 'content', data: rows.map(({ body }) => body.replace('def f', 'def g')), type: 'STRING' as const },
    { name: 'path', data: rows.map(({ where }) => where), type: 'STRING' as const },
    { name: 'max_stars_count', data: rows.map((_, i) => i), type: 'INT32' as const },
  ]
  await writeFile(join(folder, 'data', 'stack.parquet'), Buffer.from(parquetWriteBuffer({ columnData })))
  await writeFile(join(folder, 'data', 'bad.parquet'), 'no Parquet at all')
})
afterAll(async () => {
  await workbench?.[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

const dialog = () => workbench.page.getByRole('dialog', { name: 'Import', exact: true })
const total = () => readCount(workbench.page, 'total-documents')

async function add(path: string): Promise<void> {
  await dialog()
    .getByRole('textbox', { name: /^Files and folders/ })
    .fill(path)
  await dialog()
    .getByRole('textbox', { name: /^Files and folders/ })
    .press('Enter')
}

test('files are looked into before they are imported, and a column can be made the text', async () => {
  const { page } = workbench
  await createProject(workbench, { name: 'Imported', parentFolder: folder })
  await goTo(page, 'Data')
  await page.keyboard.press('Alt+Shift+I')
  await add(join(folder, 'data', '*.jsonl.zst'))
  await dialog()
    .getByRole('checkbox', { name: /one\.jsonl\.zst/ })
    .waitFor()
  expect(await dialog().getByRole('checkbox').count()).toBe(2)
  await dialog().getByRole('cell', { name: 'def f0(): return 0' }).waitFor()
  const roleOf = (column: string) => dialog().getByRole('button', { name: new RegExp(`What “${column}” stands for`) })
  expect(await roleOf('where').textContent()).toContain('Metadata')
  await roleOf('where').click()
  await page.getByRole('option', { name: 'Path' }).click()
  // The palette, in which a theme is chosen, does not open over a dialog.
  for (const theme of ['light', 'dark']) {
    await page.evaluate((wanted) => document.documentElement.setAttribute('data-theme', wanted), theme)
    // Colours change in a moment, not at once.
    await page.waitForTimeout(400)
    await page.screenshot({ path: `test-results/browser-import-${theme}.png` })
  }
  await runJob(page, 'import', () => dialog().getByRole('button', { name: 'Import 2 sources' }).click())
  await expect.poll(total).toBe(39)
  await page.getByText('src/f0.py').first().waitFor()
})

test('a file that cannot be read is told of in the dialog, and others can be added', async () => {
  const { page } = workbench
  await runCommand(page, 'Import files…')
  await add(join(folder, 'data', 'bad.parquet'))
  await dialog()
    .getByText(/bad\.parquet cannot be imported/)
    .waitFor()
  expect(await dialog().getByRole('button', { name: 'Import', exact: true }).isDisabled()).toBe(true)
  await add(join(folder, 'data', 'stack.parquet'))
  await dialog().getByRole('cell', { name: 'def g0(): return 0' }).waitFor()
  await runJob(page, 'import', () => dialog().getByRole('button', { name: 'Import', exact: true }).click())
  await expect.poll(total).toBe(79)
})

test('of a repository a person chooses the folder or what is committed', async () => {
  const { page } = workbench
  const repository = join(folder, 'repository')
  await mkdir(repository)
  runGit(repository, 'init', '-q', '-b', 'main')
  await writeFile(join(repository, 'kept.c'), 'int committed;\n')
  runGit(repository, 'add', '-A')
  runGit(repository, '-c', 'user.name=Ada', '-c', 'user.email=ada@example.org', 'commit', '-qm', 'first')
  await writeFile(join(repository, 'new.c'), 'int not_yet;\n')
  await workbench.choosePath(repository, () => runCommand(page, 'Import a folder of code…'))
  await dialog()
    .getByRole('checkbox', { name: /^Folder/ })
    .press('Space')
  await dialog()
    .getByRole('checkbox', { name: /^Git repository/ })
    .press('Space')
  await runJob(page, 'import', () => dialog().getByRole('button', { name: 'Import', exact: true }).click())
  await expect.poll(total).toBe(80)
  expect(workbench.problems).toEqual([])
})
