import { execFile } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { FuseV1Options, FuseVersion, getCurrentFuseWire } from '@electron/fuses'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { inferenceContract } from '#contracts/inference'
import { connect } from '#contracts/wire/connect'
import { createForkLauncher } from '#engine/platform/inference'
import { findTrialElectron, trialElectronVersion } from '../../tools/trial-electron.mjs'
import { createProject, goTo, readCount, runCommand, runJob } from '../e2e/workbench.ts'
import { listArchive } from '../support/packaging/archive.ts'
import { type PackedApp, packApp } from '../support/packaging/pack-app.ts'
import { askPackedProgram, type PackedWorkbench, startPackedWorkbench } from '../support/packaging/start-packed.ts'
import { answersOfElectron } from '../support/probe-app/answers-of-electron.ts'
import { type Display, openDisplay } from '../support/trial-electron/display.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const isLinux = process.platform === 'linux'
const electron = findTrialElectron()
const target = `${process.platform}-${process.arch}`

// The other platforms pack differently, and their packers only run there.
describe.runIf(isLinux)('the packed desktop program', () => {
  let folder: string
  let app: PackedApp
  let resources: string
  let packed: Map<string, { unpacked: boolean }>
  const names = () => [...packed.keys()]

  beforeAll(async () => {
    if (!existsSync(path.join(root, 'dist/electron/main.js'))) throw new Error('dist/ is missing. Run tools/build.mjs first.')
    folder = await mkdtemp(path.join(tmpdir(), 'packaging-'))
    app = await packApp(folder)
    resources = app.resourcesFolder
    packed = await listArchive(path.join(resources, 'app.asar'))
  }, 180_000)

  afterAll(() => rm(folder, { recursive: true, force: true }))

  it('holds the bundles of every process and the page', () => {
    expect(names()).toEqual(
      expect.arrayContaining([
        'package.json',
        'dist/electron/main.js',
        'dist/electron/preload.cjs',
        'dist/engine/main.js',
        'dist/inference/main.js',
        'dist/renderer/index.html',
      ]),
    )
  })

  it('keeps the window’s own code in the archive, and everything that starts threads or loads libraries beside it', () => {
    const isUnpacked = (name: string) => packed.get(name)?.unpacked
    expect(isUnpacked('dist/electron/main.js')).toBe(false)
    expect(isUnpacked('dist/renderer/index.html')).toBe(false)
    const beside = names().filter((name) => /^(dist\/(engine|grammars|inference)\/|node_modules\/|package\.json$)/.test(name))
    expect(beside.filter((name) => !isUnpacked(name))).toEqual([])
    expect(existsSync(path.join(resources, 'app.asar.unpacked/dist/engine/main.js'))).toBe(true)
    expect(existsSync(path.join(resources, 'app.asar.unpacked/dist/grammars/python.wasm'))).toBe(true)
  })

  it('holds native parts of this platform only', () => {
    const sqlite = names().filter((name) => name.startsWith('node_modules/better-sqlite3/') && name.endsWith('.node'))
    expect(sqlite).toEqual([`node_modules/better-sqlite3/prebuilds/${target}.node`])
    const llama = new Set(names().flatMap((name) => /^node_modules\/@node-llama-cpp\/([^/]+)\//.exec(name)?.[1] ?? []))
    expect([...llama].filter((name) => name !== target && !name.startsWith(`${target}-`))).toEqual([])
    expect(llama).toContain(target)
  })

  it('holds no sources, tests, maps or development packages', () => {
    const ours = names().filter((name) => !name.startsWith('node_modules/'))
    expect(ours.filter((name) => name !== 'package.json' && !name.startsWith('dist/'))).toEqual([])
    expect(ours.filter((name) => /\.(ts|tsx|map)$/.test(name))).toEqual([])
    expect(ours.filter((name) => name.startsWith('dist/cli/'))).toEqual([])
    const development = [
      'electron',
      'electron-builder',
      'vite',
      'vitest',
      'typescript',
      'react',
      'monaco-editor',
      'zod',
      'playwright-core',
    ]
    expect(development.filter((name) => names().some((file) => file.startsWith(`node_modules/${name}/`)))).toEqual([])
    expect(names().filter((name) => /^node_modules\/better-sqlite3\/(src|deps)\//.test(name))).toEqual([])
  })

  it('brings the model, the recipes, the sample and the addon as files of their own', () => {
    expect(existsSync(path.join(resources, 'models/codeshell-small.gguf'))).toBe(true)
    const list = (folder: string) => (existsSync(folder) ? readdirSync(folder).sort() : [])
    expect(list(path.join(resources, 'sample'))).toEqual(list(path.join(root, 'assets/sample')))
    expect(list(path.join(resources, 'recipes'))).toEqual(list(path.join(root, 'assets/recipes')))
    expect(existsSync(path.join(resources, 'native/codeshell_native.node'))).toBe(true)
  })

  it('sets the fuses', async () => {
    const fuses = await getCurrentFuseWire(app.program)
    const isOn = (fuse: FuseV1Options) => String.fromCharCode(Number(fuses[fuse])) === '1'
    expect(fuses.version).toBe(FuseVersion.V1)
    expect(isOn(FuseV1Options.RunAsNode)).toBe(true)
    expect(isOn(FuseV1Options.EnableCookieEncryption)).toBe(true)
    expect(isOn(FuseV1Options.EnableNodeOptionsEnvironmentVariable)).toBe(false)
    expect(isOn(FuseV1Options.EnableNodeCliInspectArguments)).toBe(false)
    expect(isOn(FuseV1Options.EnableEmbeddedAsarIntegrityValidation)).toBe(true)
    expect(isOn(FuseV1Options.OnlyLoadAppFromAsar)).toBe(true)
    // Electron 22 does not have this one.
    if (!electron) expect(isOn(FuseV1Options.GrantFileProtocolExtraPrivileges)).toBe(false)
  })

  it('can reach llama.cpp with the files that were packed', async () => {
    const inference = await createForkLauncher({
      entry: path.join(resources, 'app.asar.unpacked/dist/inference/main.js'),
    }).launch()
    try {
      const opened = await connect<typeof inferenceContract>(inference.wire).open({ backend: 'cpu' })
      expect(opened.device).toBe('CPU')
    } finally {
      inference.kill()
      await inference.exited
    }
  })

  // Each of these puts another archive into the packed tree, so they come last.
  describe.runIf(electron)('in Electron 22', () => {
    let display: Display

    beforeAll(async () => {
      display = await openDisplay()
    })
    afterAll(() => display[Symbol.asyncDispose]())

    it.each([
      'native/codeshell_native.node',
      `app.asar.unpacked/node_modules/@node-llama-cpp/${target}/bins/${target}/llama-addon.node`,
    ])('loads %s in its own Node', async (file) => {
      const load = 'process.dlopen({ exports: {} }, process.argv[1]); console.log(process.versions.electron)'
      const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' }
      const { stdout } = await promisify(execFile)(app.program, ['-e', load, path.join(resources, file)], { env })
      expect(stdout.trim()).toBe(trialElectronVersion)
    })

    // It runs with V8's memory in a sandbox, in which a kernel cannot give buffers of its own.
    it('measures a text by the addon in its own Node', async () => {
      const measure = `
        const addon = { exports: {} }
        process.dlopen(addon, process.argv[1])
        const bytes = Buffer.from('one\\ntwo\\n')
        addon.exports.startMeasureText(bytes, Float64Array.of(0, bytes.length)).result.then((row) => console.log(row[1]))`
      const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' }
      const file = path.join(resources, 'native/codeshell_native.node')
      const { stdout } = await promisify(execFile)(app.program, ['-e', measure, file], { env })
      expect(stdout.trim()).toBe('2')
    })

    it('starts from its archive and answers as main/electron expects', async () => {
      const answers = await askPackedProgram(app, display)
      expect(answers).toEqual(answersOfElectron)
    }, 120_000)

    describe('the workbench', () => {
      let workbench: PackedWorkbench

      beforeAll(async () => {
        workbench = await startPackedWorkbench(app, display)
      }, 120_000)
      afterAll(() => workbench?.[Symbol.asyncDispose]())

      it('opens, and its model runs on the packed llama.cpp', async () => {
        const status = workbench.page.getByLabel('Status')
        await status.getByText(/ · .* MB/).waitFor({ timeout: 60_000 })
        // A clean machine begins with the sample that was packed.
        await status.getByText('Sample', { exact: true }).waitFor({ timeout: 60_000 })
      }, 120_000)

      it('runs a packed recipe in the packed step processes, with the packed grammars and addon', async () => {
        const { page } = workbench
        const code = path.join(folder, 'code')
        await cp(path.join(root, 'node_modules/react/cjs'), code, { recursive: true })
        await createProject(workbench, { name: 'Packed', parentFolder: folder })
        await runCommand(page, 'Import files…')
        const sources = page.getByRole('dialog', { name: 'Import', exact: true })
        await sources.getByRole('textbox', { name: /^Files and folders/ }).fill(code)
        await sources.getByRole('textbox', { name: /^Files and folders/ }).press('Enter')
        await runJob(page, 'import', () => sources.getByRole('button', { name: 'Import', exact: true }).click())
        await goTo(page, 'Tune')
        await runCommand(page, 'Recipes that come along…')
        const recipes = page.getByRole('dialog', { name: 'Recipes that come along' })
        await recipes.getByRole('button', { name: 'Use CodeShell report' }).click()
        await recipes.waitFor({ state: 'detached' })
        await runJob(page, 'curate', () => runCommand(page, 'Run the recipe'))
        await expect.poll(() => readCount(page, 'dropped-documents')).toBeGreaterThan(0)
        await runCommand(page, 'Reports of runs…')
        const report = page.getByTestId('run-report')
        for (const step of ['Near-duplicates', 'Syntax', 'Secrets'])
          await report.getByRole('row', { name: step }).first().waitFor()
        await report.getByText(/could not be/).waitFor({ state: 'detached' })
      }, 240_000)
    })
  })
})
