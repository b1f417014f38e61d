import { cp, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { bundleForTrial, polyfillFile, writeEntry } from './bundle-for-trial.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const supportFolder = path.join(root, 'test/support')

/** Where the trial app's utility processes find what they relay to. */
export interface RelayTarget {
  /** Node of the version that Electron's newer releases bring. */
  nodeFile: string
  bootstrapFile: string
  entryFile: string
}

/**
 * Builds the desktop app for Electron 22, from the sources of `main/electron` and the built bundles of everything else, into `folder`.
 *
 * What Node 16 and Chromium 108 lack is added around the program, never in it: its main side becomes CommonJS behind a few shims;
 * its engine and inference processes relay to the Node of this project, which runs their bundles; its page gets polyfills.
 * `unpackedDist` is the folder with those bundles, `dist` if not given.
 */
export async function buildTrialApp(folder: string, { unpackedDist = path.join(root, 'dist') } = {}): Promise<void> {
  const dist = path.join(folder, 'dist')
  await mkdir(dist, { recursive: true })
  await writePackage(folder)
  await symlink(path.join(root, 'assets'), path.join(folder, 'assets'))
  await Promise.all([
    buildMainSide(dist),
    writeRelay(dist, { process: 'engine', unpackedDist }),
    writeRelay(dist, { process: 'inference', unpackedDist }),
    copyPage(dist),
  ])
}

async function writePackage(folder: string): Promise<void> {
  const { version } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')) as { version: string }
  const description = { name: 'codeshell-workbench', version, type: 'commonjs', main: 'dist/electron/main.js' }
  await writeFile(path.join(folder, 'package.json'), JSON.stringify(description))
}

async function buildMainSide(dist: string): Promise<void> {
  const outputFolder = path.join(dist, 'electron')
  await bundleForTrial(path.join(root, 'main/electron/main.ts'), path.join(outputFolder, 'app.js'))
  await bundleForTrial(path.join(supportFolder, 'trial-electron/relay.ts'), path.join(outputFolder, 'relay.js'))
  await writeEntry(outputFolder, { appFile: 'app.js' })
  await cp(path.join(root, 'dist/electron/preload.cjs'), path.join(outputFolder, 'preload.cjs'))
}

async function writeRelay(dist: string, of: { process: 'engine' | 'inference'; unpackedDist: string }): Promise<void> {
  const target: RelayTarget = {
    nodeFile: process.execPath,
    bootstrapFile: path.join(supportFolder, 'electron/utility-bootstrap.ts'),
    entryFile: path.join(of.unpackedDist, of.process, 'main.js'),
  }
  await mkdir(path.join(dist, of.process))
  await writeFile(path.join(dist, of.process, 'main.js'), `require('../electron/relay.js').relay(${JSON.stringify(target)})\n`)
}

/** The page as it is shipped, with polyfills before its first script and in front of each worker. */
async function copyPage(dist: string): Promise<void> {
  const pageFolder = path.join(dist, 'renderer')
  await cp(path.join(root, 'dist/renderer'), pageFolder, { recursive: true, filter: (file) => !file.endsWith('.map') })
  await cp(polyfillFile, path.join(pageFolder, 'polyfills.js'))
  await edit(path.join(pageFolder, 'index.html'), (html) => html.replace('<head>', '<head><script src="/polyfills.js"></script>'))
  const polyfills = await readFile(polyfillFile, 'utf8')
  const files = await readdir(pageFolder, { recursive: true })
  for (const file of files.filter((name) => /worker[^/]*\.js$/i.test(name))) {
    await edit(path.join(pageFolder, file), (code) => `${polyfills}\n${code}`)
  }
}

async function edit(file: string, change: (text: string) => string): Promise<void> {
  const text = await readFile(file, 'utf8')
  const changed = change(text)
  if (changed === text) throw new Error(`${file} is not built as the trial app expects it.`)
  await writeFile(file, changed)
}
