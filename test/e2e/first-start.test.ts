import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runCodeshell } from '../support/run-codeshell.ts'
import { openBrowserWorkbench } from './browser-workbench.ts'
import { openDesktopWorkbench } from './desktop-workbench.ts'
import {
  askForSuggestion,
  goTo,
  longTimeoutMs,
  makeFolder,
  readCount,
  runCommand,
  takeScreenshots,
  type Workbench,
  waitForModel,
} from './workbench.ts'

const hosts = { browser: openBrowserWorkbench, desktop: openDesktopWorkbench }

describe.each(Object.entries(hosts))('the first minute in the %s host', (_, open) => {
  let folder: string
  let workbench: Workbench
  const start = () => open({ userDataFolder: join(folder, 'user-data'), isFirstStart: true })

  beforeAll(async () => {
    folder = await makeFolder('first-start')
    await mkdir('test-results', { recursive: true })
    workbench = await start()
  })
  afterAll(async () => {
    await workbench?.[Symbol.asyncDispose]()
    await rm(folder, { recursive: true, force: true })
  })

  test('there is data in many languages, and a document is one key away', async () => {
    const { page } = workbench
    await goTo(page, 'Data')
    await waitForSample(page)
    for (const language of ['Python', 'Java', 'Go', 'Rust', 'TypeScript', 'C'])
      await page.getByRole('group', { name: 'Language' }).getByText(language, { exact: true }).waitFor()
    await page.keyboard.press('ArrowDown')
    await page.getByTestId('sample-path').waitFor()
    await takeScreenshots(workbench, 'sample-data')
  })

  test('there are histograms of it', async () => {
    const { page } = workbench
    await goTo(page, 'Tune')
    await page.getByRole('option', { name: /Maximum line length/ }).click()
    await expect.poll(() => readCount(page, 'kept-documents'), { timeout: longTimeoutMs }).toBeGreaterThan(1900)
    await page.getByRole('slider', { name: /Maximum/ }).waitFor()
    await takeScreenshots(workbench, 'sample-tune')
  })

  test('there is ghost text', async () => {
    const { page } = workbench
    await goTo(page, 'Editor')
    await waitForModel(page)
    await page.keyboard.press('ControlOrMeta+End')
    await page.keyboard.type('with op')
    expect(await askForSuggestion(page)).not.toBe('')
    await page.keyboard.press('Escape')
  })

  test('the next start opens what was open last', async () => {
    await workbench[Symbol.asyncDispose]()
    workbench = await start()
    await goTo(workbench.page, 'Data')
    await waitForSample(workbench.page)
  })

  test('once it is closed and deleted it stays away, until it is asked for', async () => {
    await runCommand(workbench.page, 'Close project')
    await workbench.page.getByText('Look at your code data').waitFor()
    await workbench[Symbol.asyncDispose]()
    await rm(join(folder, 'user-data/sample'), { recursive: true })
    workbench = await start()
    const { page } = workbench
    await goTo(page, 'Data')
    await page.getByText('Look at your code data').waitFor()
    await page.getByRole('button', { name: 'Open the sample project' }).click()
    await waitForSample(page)
  })

  test('nothing was refused by the policy, thrown or logged as an error on the way', () => {
    expect(workbench.problems).toEqual([])
  })
})

test('a command on the command line makes no sample', async () => {
  const folder = await makeFolder('no-sample')
  await runCodeshell(['import', 'node_modules/zustand', '--project', join(folder, 'mine')], join(folder, 'user-data'))
  expect(await readdir(join(folder, 'user-data'))).not.toContain('sample')
  await rm(folder, { recursive: true, force: true })
})

/** Waits until its documents are there. */
async function waitForSample(page: Page): Promise<void> {
  await page.getByLabel('Status').getByRole('button', { name: 'Sample', exact: true }).waitFor()
  await expect.poll(() => readCount(page, 'total-documents').catch(() => 0), { timeout: longTimeoutMs }).toBeGreaterThan(1900)
}
