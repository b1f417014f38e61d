// What a key costs in a file of 200,000 lines, in a real browser: from the key until the next frame is drawn, with suggestions and
// with suggestions paused. The two alternate in rounds of one run, because a machine's speed drifts.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { openBrowserWorkbench } from '../e2e/browser-workbench.ts'
import { longTimeoutMs, runCommand } from '../e2e/workbench.ts'

const lineCount = 200_000
const rounds = 6
const keysPerRound = 40
/** Longer than the pause before a suggestion is asked for, so that every key asks for one. */
const pauseMs = 160

const folder = await mkdtemp(join(tmpdir(), 'codeshell-typing-'))
try {
  const file = join(folder, 'lines.py')
  await writeFile(file, Array.from({ length: lineCount }, (_, i) => `value_${i} = compute(${i}, "part ${i % 97}")\n`).join(''))
  await using workbench = await openBrowserWorkbench({ userDataFolder: join(folder, 'user') })
  const { page } = workbench
  await page
    .getByRole('region', { name: 'Status' })
    .getByText(/CPU|layers/)
    .first()
    .waitFor({ timeout: longTimeoutMs })
  await workbench.choosePath(file, () => runCommand(page, 'Open file…'))
  await page.getByRole('tab', { name: 'lines.py' }).waitFor()
  await page.locator('.monaco-editor .view-line').first().click()
  await page.keyboard.press('ControlOrMeta+Home')
  await page.keyboard.press('End')
  await page.keyboard.press('Enter')
  const times = { paused: [] as number[], suggesting: [] as number[] }
  for (let round = 0; round <= rounds; round++) {
    for (const mode of ['suggesting', 'paused'] as const) {
      if (mode === 'paused') await page.keyboard.press('Alt+Shift+\\')
      await page.waitForTimeout(500)
      const measured = await typeLine(page)
      // The first round also waits for the colours of the whole file.
      if (round > 0) times[mode].push(...measured)
      console.log(
        `round ${round}, ${mode}: median ${quantile(measured, 0.5).toFixed(1)} ms, p95 ${quantile(measured, 0.95).toFixed(1)} ms`,
      )
      if (mode === 'paused') await page.keyboard.press('Alt+Shift+\\')
      await page.keyboard.press('Escape')
      await page.keyboard.press('End')
      await page.keyboard.press('Enter')
    }
  }
  const [paused, suggesting] = [quantile(times.paused, 0.95), quantile(times.suggesting, 0.95)]
  console.log(
    JSON.stringify({
      paused_p95_ms: round(paused),
      suggesting_p95_ms: round(suggesting),
      ratio: Math.round((suggesting / paused) * 100) / 100,
    }),
  )
} finally {
  await rm(folder, { recursive: true, force: true })
}

/** Types a line of code and measures each key in the page, so that the way from this process to the browser does not count. */
async function typeLine(page: Page): Promise<number[]> {
  await page.evaluate(() => {
    const times: number[] = []
    const listener = () => {
      const from = performance.now()
      // The frame after the next one begins when the first is drawn.
      requestAnimationFrame(() => setTimeout(() => times.push(performance.now() - from)))
    }
    window.addEventListener('keydown', listener, { capture: true })
    const takeKeyTimes = () => {
      window.removeEventListener('keydown', listener, { capture: true })
      return times
    }
    Object.assign(window, { takeKeyTimes })
  })
  for (const sign of 'result_of_it = combine(first, second, th'.slice(0, keysPerRound)) {
    await page.keyboard.type(sign)
    await page.waitForTimeout(pauseMs)
  }
  return page.evaluate(() => (window as unknown as { takeKeyTimes: () => number[] }).takeKeyTimes())
}

function quantile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length * share)] ?? Number.NaN
}

function round(ms: number): number {
  return Math.round(ms * 10) / 10
}
