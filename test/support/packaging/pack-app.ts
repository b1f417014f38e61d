import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, DIR_TARGET, Platform } from 'electron-builder'
import { parse } from 'yaml'
import { findTrialElectron } from '../../../tools/trial-electron.mjs'

const root = fileURLToPath(new URL('../../..', import.meta.url))

/** A packed desktop program. */
export interface PackedApp {
  program: string
  resourcesFolder: string
}

/** Packs the built app below `folder` as an installer would hold it, with Electron 22 where that can be had and otherwise with a file that only looks like an Electron. */
export async function packApp(folder: string): Promise<PackedApp> {
  const electron = findTrialElectron()
  const electronDist = electron?.distFolder ?? (await writeElectronFolder(path.join(folder, 'electron')))
  const config = parse(await readFile(path.join(root, 'electron-builder.yml'), 'utf8')) as {
    files: string[]
    directories: object
    electronFuses: { grantFileProtocolExtraPrivileges?: boolean }
  }
  // This fuse came with Electron 29, and electron-builder refuses to pass over it.
  if (electron) delete config.electronFuses.grantFileProtocolExtraPrivileges
  const configFile = path.join(folder, 'electron-builder.json')
  const changed = {
    ...config,
    electronDist,
    directories: { ...config.directories, output: path.join(folder, 'release') },
    // Half a gigabyte that says nothing about the rules.
    files: [...config.files, '!node_modules/@node-llama-cpp/*-cuda*/**'],
  }
  await writeFile(configFile, JSON.stringify(changed))
  await build({ projectDir: root, targets: Platform.LINUX.createTarget(DIR_TARGET), publish: 'never', config: configFile })
  const unpackedFolder = (await readdir(path.join(folder, 'release'))).find((name) => name.endsWith('-unpacked')) ?? ''
  const appFolder = path.join(folder, 'release', unpackedFolder)
  return { program: path.join(appFolder, 'codeshell-workbench'), resourcesFolder: path.join(appFolder, 'resources') }
}

/** What electron-builder needs of an Electron folder: a program with fuses to set. It is never run. */
async function writeElectronFolder(folder: string): Promise<string> {
  const fuseMark = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'
  const fuses = '100010000'
  await mkdir(folder, { recursive: true })
  const program = Buffer.concat([
    Buffer.from(`\x7fELF${fuseMark}`, 'latin1'),
    Buffer.from([1, fuses.length]),
    Buffer.from(fuses, 'latin1'),
  ])
  await writeFile(path.join(folder, 'electron'), program)
  return folder
}
