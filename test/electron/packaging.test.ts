import { existsSync, readdirSync } from 'node:fs'
import { mkdir, mkdtemp, open, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { FuseV1Options, FuseVersion, getCurrentFuseWire } from '@electron/fuses'
import { build, DIR_TARGET, Platform } from 'electron-builder'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { inferenceContract } from '#contracts/inference'
import { connect } from '#contracts/wire/connect'
import { createForkLauncher } from '#engine/platform/inference'

const root = fileURLToPath(new URL('../..', import.meta.url))
const isLinux = process.platform === 'linux'
const target = `${process.platform}-${process.arch}`

interface ArchiveEntry {
  files?: Record<string, ArchiveEntry>
  unpacked?: boolean
}

/** What electron-builder needs of an Electron folder: a program with fuses to set. It is never run. */
async function writeElectronFolder(folder: string): Promise<void> {
  const fuseMark = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'
  const fuses = '100010000'
  await mkdir(folder, { recursive: true })
  const program = Buffer.concat([
    Buffer.from(`\x7fELF${fuseMark}`, 'latin1'),
    Buffer.from([1, fuses.length]),
    Buffer.from(fuses, 'latin1'),
  ])
  await writeFile(path.join(folder, 'electron'), program)
}

/** Every file of an archive, each with whether it lies beside it. */
async function listArchive(file: string): Promise<Map<string, { unpacked: boolean }>> {
  const archive = await open(file)
  try {
    // Four numbers come before the table of contents; the last one is its length.
    const sizes = Buffer.alloc(16)
    await archive.read(sizes, 0, 16, 0)
    const table = Buffer.alloc(sizes.readUInt32LE(12))
    await archive.read(table, 0, table.length, 16)
    const found = new Map<string, { unpacked: boolean }>()
    const visit = (entry: ArchiveEntry, name: string) => {
      if (!entry.files) found.set(name, { unpacked: entry.unpacked ?? false })
      for (const [child, value] of Object.entries(entry.files ?? {})) visit(value, name === '' ? child : `${name}/${child}`)
    }
    visit(JSON.parse(table.toString('utf8')) as ArchiveEntry, '')
    return found
  } finally {
    await archive.close()
  }
}

// The other platforms pack differently, and their packers only run there.
describe.runIf(isLinux)('the packed desktop program', () => {
  let folder: string
  let resources: string
  let packed: Map<string, { unpacked: boolean }>
  const names = () => [...packed.keys()]

  beforeAll(async () => {
    if (!existsSync(path.join(root, 'dist/electron/main.js'))) throw new Error('dist/ is missing. Run tools/build.mjs first.')
    folder = await mkdtemp(path.join(tmpdir(), 'packaging-'))
    const electronDist = path.join(folder, 'electron')
    await writeElectronFolder(electronDist)
    await build({
      projectDir: root,
      targets: Platform.LINUX.createTarget(DIR_TARGET),
      publish: 'never',
      // Laid over electron-builder.yml, which is read and checked against its schema first.
      config: {
        electronDist,
        directories: { output: path.join(folder, 'release') },
        // Half a gigabyte that says nothing about the rules.
        files: ['!node_modules/@node-llama-cpp/*-cuda*/**'],
      },
    })
    const unpackedFolder = (await readdir(path.join(folder, 'release'))).find((name) => name.endsWith('-unpacked')) ?? ''
    resources = path.join(folder, 'release', unpackedFolder, 'resources')
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
    const beside = names().filter((name) => /^(dist\/(engine|inference)\/|node_modules\/|package\.json$)/.test(name))
    expect(beside.filter((name) => !isUnpacked(name))).toEqual([])
    expect(existsSync(path.join(resources, 'app.asar.unpacked/dist/engine/main.js'))).toBe(true)
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

  it('brings the model, the recipes and the addon as files of their own', () => {
    expect(existsSync(path.join(resources, 'models/codeshell-small.gguf'))).toBe(true)
    const list = (folder: string) => (existsSync(folder) ? readdirSync(folder).sort() : [])
    expect(list(path.join(resources, 'recipes'))).toEqual(list(path.join(root, 'assets/recipes')))
    expect(existsSync(path.join(resources, 'native/codeshell_native.node'))).toBe(true)
  })

  it('sets the fuses', async () => {
    const fuses = await getCurrentFuseWire(path.join(resources, '../codeshell-workbench'))
    const isOn = (fuse: FuseV1Options) => String.fromCharCode(Number(fuses[fuse])) === '1'
    expect(fuses.version).toBe(FuseVersion.V1)
    expect(isOn(FuseV1Options.RunAsNode)).toBe(true)
    expect(isOn(FuseV1Options.EnableCookieEncryption)).toBe(true)
    expect(isOn(FuseV1Options.EnableNodeOptionsEnvironmentVariable)).toBe(false)
    expect(isOn(FuseV1Options.EnableNodeCliInspectArguments)).toBe(false)
    expect(isOn(FuseV1Options.EnableEmbeddedAsarIntegrityValidation)).toBe(true)
    expect(isOn(FuseV1Options.OnlyLoadAppFromAsar)).toBe(true)
    expect(isOn(FuseV1Options.GrantFileProtocolExtraPrivileges)).toBe(false)
  })

  it('can reach llama.cpp with the files that were packed', async () => {
    const inference = await createForkLauncher({
      entry: path.join(resources, 'app.asar.unpacked/dist/inference/main.js'),
    }).launch()
    try {
      const backends = await connect<typeof inferenceContract>(inference.wire).backends()
      expect(backends.find((backend) => backend.name === 'cpu')?.available).toBe(true)
    } finally {
      inference.kill()
      await inference.exited
    }
  })
})
