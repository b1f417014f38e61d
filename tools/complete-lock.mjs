// Adds to package-lock.json the optional packages of other systems that npm left out.
//
// npm locks an optional package only if the registry served it at that moment, and a later `npm ci` then refuses the whole
// lock file ("Missing: … from lock file") or installs nothing on that other system. Run this after every `npm install`. Entries that are
// added have no integrity hash; npm fetches such a package only on its own system.
import { readFileSync, writeFileSync } from 'node:fs'

const file = 'package-lock.json'
const lock = JSON.parse(readFileSync(file, 'utf8'))
const systems = {
  darwin: 'darwin',
  mac: 'darwin',
  linux: 'linux',
  win32: 'win32',
  win: 'win32',
  freebsd: 'freebsd',
  android: 'android',
}
const processors = ['x64', 'arm64', 'ia32', 'riscv64', 'ppc64', 's390x', 'loong64', 'wasm32']

let added = 0
for (const [folder, entry] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    const places = findPlaces(folder, name)
    const found = places.find((place) => place in lock.packages)
    if (found && lock.packages[found].version === version) continue
    const target = describe(name.split('/').at(-1).split('-'))
    if (!target) continue
    lock.packages[found ? places[0] : `node_modules/${name}`] = {
      version,
      ...target,
      ...(entry.dev ? { dev: true } : {}),
      optional: true,
    }
    added++
  }
}
if (added > 0) {
  const sorted = Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1))
  writeFileSync(file, `${JSON.stringify({ ...lock, packages: Object.fromEntries(sorted) }, null, 2)}\n`)
}
console.log(`complete-lock: added ${added} packages`)

/** Where a dependent would find the package: its own node_modules first, then those above it. */
function findPlaces(folder, name) {
  const parts = folder.split('/node_modules/')
  const above = parts.map((_, i) => parts.slice(0, parts.length - i).join('/node_modules/'))
  return [...new Set([...above.map((parent) => `${parent}/node_modules/${name}`), `node_modules/${name}`])]
}

/** What npm compares with the machine, read from the parts of the name; undefined for a package that names no system. */
function describe(parts) {
  const os = parts.map((part) => systems[part] ?? (part === 'openharmony' ? part : undefined)).find(Boolean)
  const cpu =
    parts.find((part) => processors.includes(part)) ?? (parts.some((part) => part.startsWith('arm')) ? 'arm' : undefined)
  if (!cpu) return undefined
  const libc = parts.some((part) => part.startsWith('musl'))
    ? 'musl'
    : parts.some((part) => part.startsWith('gnu'))
      ? 'glibc'
      : undefined
  return { cpu: [cpu], ...(os ? { os: [os] } : {}), ...(libc && os === 'linux' ? { libc: [libc] } : {}) }
}
