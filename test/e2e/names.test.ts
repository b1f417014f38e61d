import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { showText } from '#contracts/visible-text'
import { openBrowserWorkbench } from './browser-workbench.ts'
import {
  createProject,
  goTo,
  importFolder,
  longTimeoutMs,
  makeFolder,
  runCommand,
  type Workbench,
  waitForModel,
} from './workbench.ts'

/** Turns the rest of the line around: `x\u202egpj.exe` reads as a picture. */
const turned = '\u202egpj.exe'
const shownTurned = '\\u202egpj.exe'

let folder: string
let code: string
let workbench: Workbench

beforeAll(async () => {
  folder = await makeFolder('names')
  code = join(folder, `code${turned}`)
  await mkdir(code)
  await writeFile(join(code, ` lead\u0007${turned}.py`), 'a = 1\n')
  await writeFile(join(code, 'two  blanks.py'), 'b = 1\n')
  workbench = await openBrowserWorkbench({ userDataFolder: join(folder, 'user-data') })
  await waitForModel(workbench.page)
})
afterAll(async () => {
  await workbench?.[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

test('names of projects, files and jobs are shown with what is hidden in them', async () => {
  const { page } = workbench
  await createProject(workbench, { name: `Data${turned}`, parentFolder: folder })
  await page.getByLabel('Status').getByText(`Data${shownTurned}`).waitFor()
  await goTo(page, 'Data')
  await page.getByText(`Data${shownTurned} is empty`).waitFor()
  await expectNothingHidden(page)
  await importFolder(workbench, code)
  const row = page.getByRole('row', { name: /two blanks\.py/ })
  await row.click()
  // biome-ignore lint/performance/useDomNodeTextContent: as it is on the screen, where blanks may fall together
  expect(await row.innerText()).toContain('two  blanks.py')
  // biome-ignore lint/performance/useDomNodeTextContent: as above
  await expect.poll(() => page.getByTestId('sample-path').innerText()).toBe('two  blanks.py')
  await expectNothingHidden(page)
  await page.getByTestId('jobs-state').click()
  await page.getByRole('dialog', { name: 'Jobs' }).getByText(`Import code${shownTurned}`).waitFor()
  await expectNothingHidden(page)
  await page.keyboard.press('Escape')
  await page.screenshot({ path: 'test-results/browser-names.png' })
})

test('a recipe that was given a name and signals elsewhere is shown with what is hidden in them', async () => {
  const { page } = workbench
  const recipe = join(folder, `recipe${turned}.yaml`)
  const steps = `steps:\n  - step: threshold\n    signal: "odd\\u202egis"\n    max: 3\n`
  await writeFile(recipe, `version: 1\nname: "Strict\\u202egpj.exe"\n${steps}`)
  await goTo(page, 'Tune')
  await workbench.choosePath(recipe, () => runCommand(page, 'Load recipe…'))
  await page.getByText(`Strict${shownTurned}`).first().waitFor()
  await page.getByText('odd\\u202egis').first().waitFor()
  await expectNothingHidden(page)
})

test('dialogs about paths show what is hidden in them', async () => {
  const { page } = workbench
  await runCommand(page, 'New project…')
  const naming = page.getByRole('dialog', { name: 'New project' })
  await naming.getByLabel('Name').fill('Again')
  await naming.getByLabel('Inside the folder').fill(code)
  await naming.getByText(`code${shownTurned}/Again`).waitFor()
  await expectNothingHidden(page)
  await naming.getByRole('button', { name: 'Cancel' }).click()

  await runCommand(page, 'Save recipe…')
  const picker = page.getByRole('dialog').filter({ has: page.getByLabel('Path') })
  await picker.getByLabel('Path').fill(join(folder, `missing${turned}`))
  await picker.getByLabel('Path').press('Enter')
  await picker.getByText(`missing${shownTurned}`).waitFor()
  await expectNothingHidden(page)
  await picker.getByLabel('Path').fill(folder)
  await picker.getByLabel('File name').fill(`recipe${turned}.yaml`)
  await picker.getByRole('button', { name: 'Save here' }).click()
  await picker.getByText(`recipe${shownTurned}.yaml exists already`).waitFor()
  await expectNothingHidden(page)
  await page.keyboard.press('Escape')
  await picker.waitFor({ state: 'detached' })
})

test('a name of one long word pushes nothing out of its place', async () => {
  const { page } = workbench
  await page.setViewportSize({ width: 900, height: 600 })
  const name = 'W'.repeat(255)
  await createProject(workbench, { name, parentFolder: folder })
  await goTo(page, 'Data')
  const title = page.getByRole('heading', { name: `${name} is empty` })
  const [inner, place] = [await title.boundingBox(), await page.getByRole('main', { name: 'Data' }).boundingBox()]
  if (!inner || !place) throw new Error('They are not on the screen.')
  expect(inner.x).toBeGreaterThanOrEqual(place.x)
  expect(inner.x + inner.width).toBeLessThanOrEqual(place.x + place.width)
  const status = page.getByLabel('Status')
  for (const words of [status.getByText('Jobs'), status.getByText(/CodeShell-Small · CPU/)]) {
    expect(await words.evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0)
  }
  await page.screenshot({ path: 'test-results/browser-names-long.png' })
  await page.setViewportSize({ width: 1440, height: 900 })
})

test('the header of a model cannot hide anything either', async () => {
  const { page } = workbench
  const file = join(folder, `model${turned}.gguf`)
  const bytes = await readFile('assets/models/codeshell-small.gguf')
  // Both as long as what they take the place of, in bytes.
  replaceBytes(bytes, 'CodeShell-Small', 'Model12\u202e\u001b[31m')
  replaceBytes(bytes, 'apache-2.0', 'apac\u202e0.2')
  await writeFile(file, bytes)
  await goTo(page, 'Models')
  await workbench.choosePath(file, () => page.getByRole('button', { name: 'Add a file…' }).click())
  const shownName = 'Model12\\u202e\\u001b[31m'
  await page.getByRole('button', { name: `Load ${shownName}` }).click()
  await page.getByLabel('Status').getByText(`${shownName} · `).waitFor({ timeout: longTimeoutMs })
  await page.getByText('apac\\u202e0.2').waitFor()
  await page.getByText(`model${shownTurned}.gguf`).first().waitFor()
  await expectNothingHidden(page)
  await page.screenshot({ path: 'test-results/browser-names-models.png' })
  expect(workbench.problems).toEqual([])
})

function replaceBytes(bytes: Buffer, from: string, to: string): void {
  expect(Buffer.byteLength(to)).toBe(Buffer.byteLength(from))
  const at = bytes.indexOf(from)
  expect(at).toBeGreaterThan(0)
  bytes.write(to, at)
}

/** Fields and code hold what they hold; all else on the page is words. */
async function expectNothingHidden(page: Page): Promise<void> {
  const words = await page.evaluate(() => {
    const found: string[] = []
    for (const element of document.querySelectorAll('body *')) {
      if (element.closest('.monaco-editor, .ui-sample-code, textarea, script, style')) continue
      for (const name of ['title', 'aria-label', 'aria-description', 'placeholder', 'alt']) {
        found.push(...(element.getAttribute(name)?.split('\n') ?? []))
      }
      for (const child of element.childNodes) if (child.nodeType === 3) found.push(child.nodeValue ?? '')
    }
    return found
  })
  expect(words.length).toBeGreaterThan(20)
  expect(words.filter((each) => each !== showText(each))).toEqual([])
}
