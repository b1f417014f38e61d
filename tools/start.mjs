// Starts the desktop app, or, where Electron's binary cannot be had, the same workbench in a browser window.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const electron = findElectron() ?? downloadElectron()
const [command, ...args] = electron
  ? [electron, root, ...process.argv.slice(2)]
  : [process.execPath, join(root, 'dist/cli/codeshell.js'), 'serve', '--open', ...process.argv.slice(2)]
if (!electron)
  console.log('The Electron binary cannot be had here (it is downloaded on first use), so the workbench opens in a browser.')

const child = spawn(command, args, { stdio: 'inherit' })
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)))

function findElectron() {
  const folder = join(root, 'node_modules/electron')
  const pathFile = join(folder, 'path.txt')
  const executable = existsSync(pathFile) ? readFileSync(pathFile, 'utf8') : undefined
  if (process.env.ELECTRON_OVERRIDE_DIST_PATH) return join(process.env.ELECTRON_OVERRIDE_DIST_PATH, executable ?? 'electron')
  const file = executable && join(folder, 'dist', executable)
  return file && existsSync(file) ? file : undefined
}

function downloadElectron() {
  // Bounded, because an unreachable server must not hold up the window; what the downloader prints is of no use to a reader here.
  const result = spawnSync(process.execPath, [join(root, 'node_modules/electron/install.js')], {
    stdio: 'ignore',
    timeout: 300_000,
  })
  return result.status === 0 ? findElectron() : undefined
}
