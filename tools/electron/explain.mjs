import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'

/**
 * What is known of a machine on which Electron ended before the app could start.
 *
 * @typedef {object} Circumstances
 * @property {NodeJS.Platform} platform
 * @property {boolean} isRoot
 * @property {boolean} hasNoSandbox whether --no-sandbox was given
 * @property {boolean} hasDisplay
 * @property {boolean} hasSandbox whether programs may make namespaces, or the sandbox's helper has the rights to do it for them
 * @property {readonly string[]} missingLibraries
 * @property {string} ending how it ended, for want of anything better
 */

/**
 * Says why Electron did not start and what to do, the surest cause first.
 *
 * @param {Circumstances} circumstances
 */
export function explainFailedStart(circumstances) {
  const { platform, isRoot, hasNoSandbox, hasDisplay, hasSandbox, missingLibraries, ending } = circumstances
  if (missingLibraries.length > 0) {
    return `Electron needs libraries that are missing here: ${missingLibraries.join(', ')}. On Debian and Ubuntu, apt-get install libnss3 libgtk-3-0 libgbm1 libasound2 brings them.`
  }
  if (platform === 'linux' && isRoot && !hasNoSandbox) {
    return 'Electron does not run as root with its sandbox. Start as another user, or without the sandbox: npm start -- --no-sandbox.'
  }
  if (platform === 'linux' && !hasDisplay) {
    return 'Electron needs a display, and neither DISPLAY nor WAYLAND_DISPLAY names one.'
  }
  if (platform === 'linux' && !hasNoSandbox && !hasSandbox) {
    return 'Electron cannot build its sandbox, because programs may not make user namespaces here (as on Ubuntu since 24.04). Allow it with sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0, or start without the sandbox: npm start -- --no-sandbox.'
  }
  return `Electron ${ending} before the workbench had started; what it said stands above.`
}

/**
 * Looks at this machine.
 *
 * @param {{ program: string, args: readonly string[], ending: string }} start
 * @returns {Circumstances}
 */
export function observe({ program, args, ending }) {
  return {
    platform: process.platform,
    isRoot: process.getuid?.() === 0,
    hasNoSandbox: args.includes('--no-sandbox'),
    hasDisplay: Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY),
    hasSandbox: mayMakeNamespaces() || isSetuidRoot(join(dirname(program), 'chrome-sandbox')),
    missingLibraries: listMissingLibraries(program),
    ending,
  }
}

/** Each of these files is there only on kernels that have the switch. */
function mayMakeNamespaces() {
  return (
    readNumber('/proc/sys/kernel/apparmor_restrict_unprivileged_userns') !== 1 &&
    readNumber('/proc/sys/kernel/unprivileged_userns_clone') !== 0 &&
    readNumber('/proc/sys/user/max_user_namespaces') !== 0
  )
}

function readNumber(file) {
  return existsSync(file) ? Number(readFileSync(file, 'utf8')) : undefined
}

function isSetuidRoot(file) {
  if (!existsSync(file)) return false
  const { uid, mode } = statSync(file)
  return uid === 0 && (mode & 0o4000) !== 0
}

/**
 * Shared libraries that a program needs and this machine lacks. Nothing where `ldd` cannot tell.
 *
 * @param {string} program
 * @returns {string[]}
 */
export function listMissingLibraries(program) {
  if (process.platform !== 'linux') return []
  const libraries = spawnSync('ldd', [program], { encoding: 'utf8' }).stdout ?? ''
  return [...libraries.matchAll(/^\s*(\S+) => not found/gm)].map(([, name]) => name ?? '')
}
