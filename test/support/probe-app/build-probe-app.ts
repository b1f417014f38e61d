import { cp, mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { bundleForTrial, writeEntry } from '../trial-electron/bundle-for-trial.ts'

const sourceFolder = fileURLToPath(new URL('.', import.meta.url))
const preloadFile = fileURLToPath(new URL('../../../dist/electron/preload.cjs', import.meta.url))

/** Builds the app of probes into a folder, in the one form that every platform runs. */
export async function buildProbeApp(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  await writeFile(
    path.join(folder, 'package.json'),
    JSON.stringify({ name: 'probe-app', version: '1.2.3', type: 'commonjs', main: 'main.js' }),
  )
  await bundleForTrial(path.join(sourceFolder, 'main.ts'), path.join(folder, 'probe.js'))
  await bundleForTrial(path.join(sourceFolder, 'child.ts'), path.join(folder, 'child.js'))
  await writeEntry(folder, { appFile: 'probe.js' })
  await cp(preloadFile, path.join(folder, 'preload.cjs'))
  await cp(path.join(sourceFolder, 'page'), path.join(folder, 'page'), { recursive: true })
}
