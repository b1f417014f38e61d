// Starts the desktop app, or, where Electron cannot be had or does not start, the same workbench in a browser window.
import { spawn, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { explainFailedStart, observe } from './electron/explain.mjs'
import { findElectron } from './electron/find.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
// On the first start this file runs in the system's Node, which may be too old for the rest.
const node = join(root, 'node_modules/node/bin', process.platform === 'win32' ? 'node.exe' : 'node')
const args = process.argv.slice(2)
let child

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child?.kill(signal))
const electron = findElectron() ?? installElectron()
if (electron) startDesktop(electron)
else openInBrowser()

function installElectron() {
  const env = { ...process.env, NODE_USE_ENV_PROXY: '1' }
  spawnSync(node, [join(root, 'tools/electron/install.mjs')], { stdio: ['ignore', 'inherit', 'inherit'], env })
  return findElectron()
}

function startDesktop(program) {
  // The app sends a message over the fourth channel when it has started.
  child = spawn(program, [root, ...args], { stdio: ['inherit', 'inherit', 'inherit', 'ipc'] })
  let hasStarted = false
  child.once('message', () => {
    hasStarted = true
    child.disconnect()
  })
  child.once('error', (error) => fallBack(program, `could not be run (${error.message})`))
  child.once('exit', (code, signal) => {
    if (hasStarted || code === 0) process.exit(code ?? 1)
    fallBack(program, signal ? `was ended by ${signal}` : `ended with code ${code}`)
  })
}

function fallBack(program, ending) {
  console.log(explainFailedStart(observe({ program, args, ending })))
  openInBrowser()
}

function openInBrowser() {
  console.log('The workbench opens in a browser window instead.')
  // Options of Electron mean nothing to the server.
  const serverArgs = args.filter((arg) => arg !== '--no-sandbox')
  child = spawn(node, [join(root, 'dist/cli/codeshell.js'), 'serve', '--open', ...serverArgs], { stdio: 'inherit' })
  child.once('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)))
}
