import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openBrowserWorkbench } from './browser-workbench.ts'
import { createProject, exportTo, goTo, importFolder, makeFolder, runCommand, runJob, type Workbench } from './workbench.ts'

describe('exports in the browser host', () => {
  let folder: string
  let workbench: Workbench

  beforeAll(async () => {
    folder = await makeFolder('export')
    workbench = await openBrowserWorkbench({ userDataFolder: join(folder, 'user-data') })
    await mkdir(join(folder, 'code'))
    for (const [name, text] of Object.entries({ 'a.py': 'a = 1\n', 'b.py': 'b = 2\n', 'c.c': 'int c;\n' })) {
      await writeFile(join(folder, 'code', name), text)
    }
  })
  afterAll(async () => {
    await workbench?.[Symbol.asyncDispose]()
    await rm(folder, { recursive: true, force: true })
  })

  test('the dialog tells how many documents there will be, and exports what the table shows in its order', async () => {
    const { page } = workbench
    await createProject(workbench, { name: 'To export', parentFolder: folder })
    await goTo(page, 'Data')
    await importFolder(workbench, join(folder, 'code'))
    await page.getByRole('checkbox', { name: /Python/ }).press('Space')
    await page.getByRole('columnheader', { name: /Path/ }).click()
    await page.getByRole('columnheader', { name: /Path/ }).and(page.locator('[aria-sort=descending]')).waitFor()
    await page.keyboard.press('Alt+E')
    const dialog = page.getByRole('dialog', { name: 'Export documents' })
    await dialog.getByText('2 documents will be written.').waitFor()
    await dialog.getByRole('checkbox', { name: 'Only those that the table shows' }).press('Space')
    await dialog.getByText('3 documents will be written.').waitFor()
    await dialog.getByRole('checkbox', { name: 'Only those that the table shows' }).press('Space')
    await dialog.getByRole('checkbox', { name: /In the order of the table: path, descending/ }).press('Space')
    await dialog.getByRole('button', { name: 'Signals: None' }).click()
    await dialog.getByRole('checkbox', { name: 'Lines' }).press('Space')
    expect(await dialog.getByRole('textbox', { name: 'File' }).inputValue()).toMatch(/To-export-kept\.jsonl\.zst$/)
    const target = join(folder, 'shown.jsonl')
    await runJob(page, 'export', () => exportTo(page, { format: '.jsonl', target }))
    const rows = (await readFile(target, 'utf8'))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(rows).toMatchObject([
      { path: 'b.py', text: 'b = 2\n', signals: { lines: 1 } },
      { path: 'a.py', text: 'a = 1\n', signals: { lines: 1 } },
    ])
    expect(JSON.parse(await readFile(`${target}.manifest.json`, 'utf8'))).toMatchObject({ documents: 2 })
  })

  test('a folder is browsed for, an earlier export is replaced after a question, and a place that cannot be is told in the dialog', async () => {
    const { page } = workbench
    const dialog = page.getByRole('dialog', { name: 'Export documents' })
    await runCommand(page, 'Export documents…')
    await dialog.getByRole('button', { name: /Format/ }).click()
    await page.getByRole('option', { name: /^Folder of files/ }).click()
    await workbench.choosePath(folder, () => dialog.getByRole('button', { name: 'Browse…' }).click())
    await dialog.getByRole('textbox', { name: 'Folder' }).press('Enter')
    await dialog.waitFor({ state: 'detached' })
    const target = join(folder, 'To-export-kept')
    await expect.poll(() => readdir(target).catch(() => [])).toContain('manifest.json')

    await runCommand(page, 'Export documents…')
    await dialog.getByRole('textbox', { name: 'Folder' }).fill(target)
    await dialog.getByRole('button', { name: 'Export', exact: true }).click()
    const question = page.getByRole('alertdialog', { name: 'Replace To-export-kept?' })
    await question.getByText(/holds an export of before/).waitFor()
    await question.getByRole('button', { name: 'Keep the file' }).click()
    await dialog.getByRole('textbox', { name: 'Folder' }).fill(join(folder, 'code'))
    await dialog.getByRole('button', { name: 'Export', exact: true }).click()
    await dialog.getByText(/there is something else in the folder/).waitFor()
    await page.keyboard.press('Escape')
  })

  test('the dialog looks right in both themes', async () => {
    const { page } = workbench
    const dialog = page.getByRole('dialog', { name: 'Export documents' })
    for (const theme of ['light', 'dark']) {
      await runCommand(page, `Theme: ${theme}`)
      await page.waitForFunction((wanted) => document.documentElement.dataset.theme === wanted, theme)
      await page.keyboard.press('Alt+E')
      await dialog.getByText('2 documents will be written.').waitFor()
      // It fades in.
      await page.waitForTimeout(400)
      await page.screenshot({ path: `test-results/${workbench.host}-export-${theme}.png` })
      await page.keyboard.press('Escape')
      await dialog.waitFor({ state: 'detached' })
    }
    expect(workbench.problems).toEqual([])
  })
})
