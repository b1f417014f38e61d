import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { cp, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createPackage } from '@electron/asar'
import { chromium, type Page } from 'playwright-core'
import { buildProbeApp } from '../probe-app/build-probe-app.ts'
import type { Answers } from '../probe-app/probes.ts'
import { buildTrialApp } from '../trial-electron/build-trial-app.ts'
import type { Display } from '../trial-electron/display.ts'
import type { PackedApp } from './pack-app.ts'

const rootArguments = process.getuid?.() === 0 ? ['--no-sandbox'] : []

/** Runs the probes in the packed program, from an archive in the place of the app's own, and answers with what they found. */
export async function askPackedProgram({ program, resourcesFolder }: PackedApp, display: Display): Promise<Answers> {
  const folder = await mkdtemp(path.join(tmpdir(), 'packed-probes-'))
  try {
    await buildProbeApp(path.join(folder, 'app'))
    await createPackage(path.join(folder, 'app'), path.join(resourcesFolder, 'app.asar'))
    const env = { ...process.env, ...display.env, CODESHELL_USER_DATA: path.join(folder, 'user-data'), PROBE_ANSWERS: 'probes' }
    await once(spawn(program, rootArguments, { env, stdio: 'inherit' }), 'exit')
    return JSON.parse(readFileSync(path.join(folder, 'user-data/probes.json'), 'utf8')) as Answers
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

export interface PackedWorkbench extends AsyncDisposable {
  readonly page: Page
}

/** Starts the packed program with the workbench in it. Its engine and inference bundles and all packages are those that were packed. */
export async function startPackedWorkbench({ program, resourcesFolder }: PackedApp, display: Display): Promise<PackedWorkbench> {
  const folder = await mkdtemp(path.join(tmpdir(), 'packed-workbench-'))
  const beside = path.join(resourcesFolder, 'app.asar.unpacked')
  // The relays take the place of the bundles that they run.
  await rename(path.join(beside, 'dist'), path.join(beside, 'bundles'))
  const appFolder = path.join(folder, 'app')
  await buildTrialApp(appFolder, { unpackedDist: path.join(beside, 'bundles') })
  await rm(path.join(appFolder, 'assets'))
  await mkdir(path.join(beside, 'dist'))
  for (const part of ['engine', 'inference']) await rename(path.join(appFolder, 'dist', part), path.join(beside, 'dist', part))
  await cp(path.join(appFolder, 'dist/electron/relay.js'), path.join(beside, 'dist/electron/relay.js'))
  await writeFile(path.join(beside, 'dist/package.json'), JSON.stringify({ type: 'commonjs' }))
  await createPackage(appFolder, path.join(resourcesFolder, 'app.asar'))

  const userDataFolder = path.join(folder, 'user-data')
  const env = { ...process.env, ...display.env, CODESHELL_USER_DATA: userDataFolder }
  const child = spawn(program, [...rootArguments, '--remote-debugging-port=0'], { env, stdio: 'inherit' })
  const exited = once(child, 'exit') as Promise<[number | null, string | null]>
  const endpointFile = path.join(userDataFolder, 'DevToolsActivePort')
  while (!existsSync(endpointFile) && child.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 50))
  const [port, endpoint] = readFileSync(endpointFile, 'utf8').trim().split('\n')
  const browser = await chromium.connectOverCDP(`ws://127.0.0.1:${port}${endpoint}`, { noDefaults: true })
  const [context] = browser.contexts()
  if (!context) throw new Error('The packed program has no window.')
  return {
    page: context.pages()[0] ?? (await context.waitForEvent('page')),
    async [Symbol.asyncDispose]() {
      child.kill()
      await exited
      await rm(folder, { recursive: true, force: true })
    },
  }
}
