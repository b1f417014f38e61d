import { cp, mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hosts } from './hosts.ts'
import {
  createProject,
  goTo,
  importFolder,
  makeFolder,
  runCommand,
  takeScreenshots,
  takeScreenshotsInPlace,
  type Workbench,
} from './workbench.ts'

const findEditor = (page: Page) => page.getByRole('main', { name: 'Tune' }).locator('.monaco-editor').first()
const suggestions = (page: Page) => page.locator('.suggest-widget.visible .monaco-list-row')

describe.each(Object.entries(hosts))('the text of a recipe in the %s host', (_, open) => {
  let folder: string
  let workbench: Workbench

  beforeAll(async () => {
    folder = await makeFolder('recipe-text')
    await mkdir('test-results', { recursive: true })
    await cp('node_modules/zustand', join(folder, 'zustand'), { recursive: true })
    workbench = await open({ userDataFolder: join(folder, 'user-data') })
  })
  afterAll(async () => {
    await workbench?.[Symbol.asyncDispose]()
    await rm(folder, { recursive: true, force: true })
  })

  test('the text of the recipe is coloured, in both themes so that it can be read', async () => {
    const { page } = workbench
    await createProject(workbench, { name: 'Recipe text', parentFolder: folder })
    await importFolder(workbench, join(folder, 'zustand'))
    await goTo(page, 'Tune')
    const recipe = join(import.meta.dirname, '../../assets/recipes/starcoder2-line-rules.yaml')
    await workbench.choosePath(recipe, () => runCommand(page, 'Load recipe…'))
    await page.getByRole('tab', { name: 'Recipe' }).click()
    const editor = findEditor(page)
    await expect.poll(() => editor.locator('.view-line span[class*=mtk]').count()).toBeGreaterThan(10)
    await takeScreenshots(workbench, 'recipe')
    for (const theme of ['light', 'dark']) {
      await runCommand(page, `Theme: ${theme}`)
      await page.waitForFunction((wanted) => document.documentElement.dataset.theme === wanted, theme)
      await expect.poll(() => editor.evaluate(readLeastContrast)).toBeGreaterThanOrEqual(4.5)
    }
  })

  test('the recipe is saved for another program, which says beforehand what it cannot say', async () => {
    const { page } = workbench
    await runCommand(page, 'Export recipe for another program…')
    const dialog = page.getByRole('dialog', { name: 'The recipe for another program' })
    await dialog.getByText('2 of 4 rules are in it. Left out:').waitFor()
    expect(await dialog.getByRole('list', { name: 'Left out' }).getByRole('listitem').allTextContents()).toEqual([
      'threshold: linesNo operator of Data-Juicer measures this.',
      'threshold: alphabetic_fractionNo operator of Data-Juicer measures this.',
    ])
    await takeScreenshotsInPlace(workbench, 'recipe-export')
    await dialog.getByRole('radio', { name: 'dolma (mixer)' }).click()
    await dialog.getByText('No tagger of dolma measures this.').first().waitFor()
    const file = join(folder, 'mixer.yaml')
    await workbench.choosePath(file, () => dialog.getByRole('button', { name: 'Save…' }).click())
    await dialog.waitFor({ state: 'detached' })
    expect(await readFile(file, 'utf8')).toContain('code_redpajama_taggers_v1__max_line_length_doc[0][2] > 1000)]')
  })

  test('what a recipe can have is suggested while one writes, and what was written is applied', async () => {
    const { page } = workbench
    await page.getByRole('textbox', { name: 'Recipe as YAML' }).focus()
    await page.keyboard.press('ControlOrMeta+A')
    await page.keyboard.type('version: 2\nname: Mine\nrules:\n- rule: th', { delay: 20 })
    await suggestions(page).getByText('threshold').first().waitFor()
    await page.keyboard.press('Enter')
    await page.keyboard.press('Enter')
    await page.keyboard.type('signal: max_li', { delay: 20 })
    await suggestions(page).getByText('max_line_length').first().waitFor()
    await takeScreenshotsInPlace(workbench, 'recipe-suggestions')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Enter')
    await page.keyboard.type('max: 100', { delay: 20 })
    await page.keyboard.press('Escape')
    await page.keyboard.press('ControlOrMeta+Enter')
    await page.getByRole('button', { name: 'Apply' }).waitFor({ state: 'detached' })
    await page.getByRole('tab', { name: 'Rules' }).click()
    await page.getByRole('button', { name: /Remove the rule on/ }).waitFor()
    await page.getByRole('tab', { name: 'Recipe' }).click()
  })

  test('what is wrong is underlined and told with its place while one writes, and goes when it is mended', async () => {
    const { page } = workbench
    await page.getByRole('textbox', { name: 'Recipe as YAML' }).focus()
    await page.keyboard.press('ControlOrMeta+End')
    await page.keyboard.type('\nmaxx: 7', { delay: 20 })
    await page.keyboard.press('Escape')
    await page.getByRole('alert').getByText('Line 7, column 5: unknown key "maxx".').waitFor()
    await findEditor(page).locator('.squiggly-error').first().waitFor()
    await takeScreenshots(workbench, 'recipe-problem')
    // What is not applied is not run, and is still there when one comes back to it.
    await runCommand(page, 'Run the recipe')
    await page.getByText('The recipe was not run').waitFor()
    await page.getByRole('tab', { name: 'Rules' }).click()
    await page.getByRole('tab', { name: 'Recipe' }).click()
    await findEditor(page).locator('.view-line').getByText('maxx').waitFor()
    await page.getByRole('alert').getByText('Line 7, column 5: unknown key "maxx".').waitFor()
    await page.getByRole('button', { name: 'Revert' }).click()
    await page.getByText('unknown key').waitFor({ state: 'detached' })
    await expect.poll(() => findEditor(page).locator('.squiggly-error').count()).toBe(0)
  })

  test('what a key means is told under the pointer', async () => {
    const { page } = workbench
    await findEditor(page).locator('.view-line').getByText('signal').first().hover()
    await page.locator('.monaco-hover').getByText('Name of a signal').waitFor()
  })

  test('a change elsewhere is in the text at once', async () => {
    const { page } = workbench
    await runCommand(page, 'Undo recipe change')
    await findEditor(page).locator('.view-line').getByText('StarCoder2').first().waitFor()
  })

  test('nothing was refused by the policy, thrown or logged as an error on the way', () => {
    expect(workbench.problems).toEqual([])
  })
})

/** The least contrast between a letter and the surface below it, as WCAG 2 defines it. */
function readLeastContrast(editor: Element): number {
  const luminance = (colour: string) => {
    const [red = 0, green = 0, blue = 0] = (colour.match(/[\d.]+/g) ?? []).map((part) => {
      const value = Number(part) / 255
      return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
  }
  const surface = luminance(getComputedStyle(editor.querySelector('.monaco-editor-background') ?? editor).backgroundColor)
  const contrasts = [...editor.querySelectorAll('.view-line span[class*=mtk]')].map((span) => {
    const ink = luminance(getComputedStyle(span).color)
    return (Math.max(ink, surface) + 0.05) / (Math.min(ink, surface) + 0.05)
  })
  return Math.min(...contrasts)
}
