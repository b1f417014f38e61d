// From the start of the process to a usable window, and to the first ghost text after a typed line, in the browser host.
// Each run has a user-data folder of its own (as on a clean machine) and its own browser; the browser's start is not counted.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { browserArguments, findBrowser } from '../../tools/browser.mjs'
import { startServer } from '../e2e/browser-workbench.ts'

const rounds = 5
const executablePath = findBrowser()
if (!executablePath) throw new Error('No Chrome or Chromium is installed.')

const results: { interactiveMs: number; ghostTextMs: number }[] = []
for (let round = 0; round < rounds; round++) {
  const result = await measure(executablePath)
  console.log(
    `round ${round + 1}: usable after ${result.interactiveMs.toFixed(0)} ms, ghost text after ${result.ghostTextMs.toFixed(0)} ms`,
  )
  results.push(result)
}
console.log(
  JSON.stringify({
    interactive_ms: Math.round(median(results.map((each) => each.interactiveMs))),
    ghost_text_ms: Math.round(median(results.map((each) => each.ghostTextMs))),
  }),
)

async function measure(browserFile: string) {
  const userDataFolder = await mkdtemp(join(tmpdir(), 'codeshell-startup-'))
  const browser = await chromium.launch({ executablePath: browserFile, args: browserArguments() })
  const page = await browser.newPage()
  const startMs = performance.now()
  const server = await startServer({ userDataFolder })
  try {
    await page.goto(server.address)
    const lines = page.locator('.monaco-editor .view-lines')
    await lines.first().waitFor()
    await lines.first().click()
    const interactiveMs = performance.now() - startMs
    await page.keyboard.press('ControlOrMeta+End')
    // Typed while the model still loads: the suggestion comes as soon as it can.
    await page.keyboard.type('    return ')
    await page.locator('.ghost-text-decoration, .ghost-text').first().waitFor()
    return { interactiveMs, ghostTextMs: performance.now() - startMs }
  } finally {
    await browser.close()
    await server[Symbol.asyncDispose]()
    await rm(userDataFolder, { recursive: true, force: true })
  }
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}
