// Puts Electron's program where its package looks for it. Ends with 1 and a reason when that cannot be done. Run by tools/start.mjs in
// the Node of this project with NODE_USE_ENV_PROXY, so that the usual proxy variables are honoured.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { DownloadError, downloadElectron } from './download.mjs'
import { electronPackage } from './find.mjs'
import { createProgress } from './progress.mjs'

const silenceMs = 20_000
const rememberMs = 3_600_000
const require = createRequire(import.meta.url)
const { version } = require('electron/package.json')
const platform = process.platform
const arch = process.arch
const workFolder = fileURLToPath(new URL('../../node_modules/.cache/electron-download', import.meta.url))
const partialFile = join(workFolder, `electron-v${version}-${platform}-${arch}.zip.partial`)
const silentFile = join(workFolder, 'silent.json')
/** What decides which server is asked; another way deserves another try. */
const way = JSON.stringify(
  Object.entries(process.env).filter(([name]) => /^(npm_config_)?electron_|_proxy$/i.test(name) && name !== 'NODE_USE_ENV_PROXY'),
)

const minutesAgo = findSilence()
if (minutesAgo !== undefined) {
  console.log(`Electron's server gave no answer ${minutesAgo} minutes ago; it is asked again an hour after that. ${whatToDo()}`)
  process.exit(1)
}
const progress = createProgress(process.stdout, `Electron ${version} for ${platform}-${arch}`)
try {
  await downloadElectron({
    artifact: {
      version,
      platform,
      arch,
      checksums: require('electron/checksums.json'),
      ...(process.env.electron_config_cache ? { cacheRoot: process.env.electron_config_cache } : {}),
    },
    partialFile,
    silenceMs,
    report: progress,
  })
} catch (error) {
  progress.end()
  if (error instanceof DownloadError && error.kind === 'silent') rememberSilence()
  const rest = existsSync(partialFile) ? ' What came is kept, and the next start goes on from there.' : ''
  console.log(`Electron could not be downloaded. ${error.message}${rest}\n${whatToDo()}`)
  process.exit(1)
}
progress.end()
rmSync(silentFile, { force: true })
// It finds the file in the cache and only has to unpack it.
const unpacked = spawnSync(process.execPath, [join(electronPackage, 'install.js')], { stdio: ['ignore', 'ignore', 'inherit'] })
if (unpacked.status !== 0) console.log('Electron was downloaded but could not be unpacked. The lines above say why.')
process.exit(unpacked.status === 0 ? 0 : 1)

function whatToDo() {
  const proxy = process.env.https_proxy ?? process.env.HTTPS_PROXY
  if (proxy)
    return `The proxy ${proxy} was used, as HTTPS_PROXY says. ELECTRON_MIRROR names a mirror, NO_PROXY hosts to reach without it.`
  return 'Set ELECTRON_MIRROR to the address of a mirror that can be reached, or HTTPS_PROXY to that of a proxy, and start again.'
}

/** How many minutes ago the server fell silent, if that was within the last hour and nothing was changed since. */
function findSilence() {
  try {
    const silence = JSON.parse(readFileSync(silentFile, 'utf8'))
    const agoMs = Date.now() - silence.at
    // A download that had begun may well go on.
    if (silence.way !== way || agoMs > rememberMs || agoMs < 0 || existsSync(partialFile)) return undefined
    return Math.ceil(agoMs / 60_000)
  } catch {
    // Nothing is remembered, or nothing that can be read.
    return undefined
  }
}

function rememberSilence() {
  mkdirSync(dirname(silentFile), { recursive: true })
  writeFileSync(silentFile, JSON.stringify({ at: Date.now(), way }))
}
