import { writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'

/** What later editions of JavaScript brought, for pages and for Node. */
export const polyfillFile = createRequire(import.meta.url).resolve('core-js-bundle/minified.js')
const shimsFile = fileURLToPath(new URL('./main-shims.ts', import.meta.url))

/** Bundles one module for the Node of Electron 22, which cannot start from an ES module. */
export async function bundleForTrial(input: string, file: string): Promise<void> {
  const built = await rolldown({
    input,
    platform: 'node',
    external: [/^node:/, 'electron'],
    transform: { target: 'node16' },
    checks: { pluginTimings: false },
  })
  await built.write({ file, format: 'cjs' })
  await built.close()
}

/** Writes `main.js`, which brings what Electron 22 lacks and then runs the app that was bundled beside it. */
export async function writeEntry(folder: string, { appFile }: { appFile: string }): Promise<void> {
  await bundleForTrial(shimsFile, path.join(folder, 'shims.js'))
  const parts = [polyfillFile, './shims.js', `./${appFile}`]
  await writeFile(path.join(folder, 'main.js'), parts.map((part) => `require(${JSON.stringify(part)})\n`).join(''))
}
