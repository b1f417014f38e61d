// Builds everything that runs from dist/: the bundles of the main side and the renderer.
import { rm } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'
import { build as buildRenderer } from 'vite'
import { copyGrammars } from './grammars.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Worker threads and processes of the engine; each is looked for beside the bundle that starts it. */
const engineThreads = {
  'step-process-main': 'main/engine/curation/process/step-process-main.ts',
  'data-thread-worker': 'main/engine/data/data-thread-worker.ts',
  'thread-entry': 'main/engine/platform/threads/thread-entry.ts',
  'foreign-rows-process': 'main/engine/platform/foreign-rows-process.ts',
  'sqlite-reader-worker': 'main/engine/platform/sqlite-reader-worker.ts',
  'export-worker': 'main/engine/dataset/export/export-worker.ts',
  'folder-walk-worker': 'main/engine/dataset/importers/folder-walk-worker.ts',
  'prepare-portion-worker': 'main/engine/dataset/importers/prepare-portion-worker.ts',
  'check-texts-worker': 'main/engine/dataset/search/check-texts-worker.ts',
  'measure-syntax-worker': 'main/engine/curation/steps/syntax/measure-syntax-worker.ts',
  'index-texts-worker': 'main/engine/dataset/search/index/index-texts-worker.ts',
}

/**
 * `external` stays outside the bundle because it holds native code that looks for itself on disk, or is the host itself.
 * Each entry has a folder of its own: a process then loads nothing that it does not need.
 */
const bundles = [
  {
    folder: 'cli',
    input: { codeshell: 'main/cli/codeshell.ts', ...engineThreads },
  },
  {
    folder: 'engine',
    input: { main: 'main/electron/engine-process.ts', ...engineThreads },
  },
  { folder: 'inference', input: { main: 'main/inference/main.ts' } },
  { folder: 'electron', input: { main: 'main/electron/main.ts' } },
  { folder: 'electron', input: { preload: 'main/electron/preload/preload.ts' }, format: 'cjs' },
]

await rm(`${root}/dist`, { recursive: true, force: true })
for (const { folder, input, format = 'esm' } of bundles) {
  const bundle = await rolldown({
    cwd: root,
    input,
    platform: 'node',
    external: [/^node:/, 'electron', 'better-sqlite3', 'node-llama-cpp'],
    // web-tree-sitter can evaluate code that a module brings; no grammar brings any.
    checks: { pluginTimings: false, eval: false },
  })
  const { output } = await bundle.write({
    dir: `dist/${folder}`,
    format,
    entryFileNames: format === 'cjs' ? '[name].cjs' : '[name].js',
    chunkFileNames: 'chunk-[name].js',
    sourcemap: true,
    minify: false,
    // All of it is asked for at once by threads that need little of it; a part of it in an entry would bring that entry along.
    ...(format === 'esm' && { codeSplitting: { groups: [{ name: 'native', test: /[\\/]native[\\/][^\0]*\.ts$/ }] } }),
  })
  await bundle.close()
  refuseImportedEntries(output)
}
await copyGrammars(root)
await buildRenderer({ configFile: `${root}/vite.config.ts`, logLevel: 'warn' })

/** An entry begins its work when it is loaded, so nothing may import it: where the bundler put what others share into one, it must be told. */
function refuseImportedEntries(output) {
  const entries = new Set(output.filter(({ isEntry }) => isEntry).map(({ fileName }) => fileName))
  for (const { fileName, imports = [], dynamicImports = [] } of output) {
    const entry = [...imports, ...dynamicImports].find((imported) => entries.has(imported))
    if (entry) throw new Error(`${fileName} imports ${entry}, which begins its work when it is loaded.`)
  }
}
