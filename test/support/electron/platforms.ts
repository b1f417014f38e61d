import { findTrialElectron } from '../../../tools/trial-electron.mjs'
import { openTrialPlatform } from '../trial-electron/trial-platform.ts'
import type { DesktopPlatform } from './desktop.ts'
import { detectElectronBinary } from './electron-binary.ts'
import { launchElectron, runElectronUntilExit } from './launch-electron.ts'
import { launchInStandIn, runInStandInUntilExit } from './launch-stand-in.ts'

interface PlatformKind {
  /** False where it cannot be had; its suites are then skipped. */
  isAvailable: boolean
  open(): Promise<DesktopPlatform>
}

/** What the desktop app can be run in, from the truest to the one that is always there. */
export const desktopPlatforms = {
  Electron: { isAvailable: detectElectronBinary() !== null, open: openElectron },
  'Electron 22': { isAvailable: findTrialElectron() !== undefined, open: openTrialPlatform },
  'the stand-in': { isAvailable: true, open: openStandIn },
} satisfies Record<string, PlatformKind>

/** Opens the truest platform that can be had here. */
export function openBestPlatform(): Promise<DesktopPlatform> {
  const best = Object.values(desktopPlatforms).find(({ isAvailable }) => isAvailable)
  return (best ?? desktopPlatforms['the stand-in']).open()
}

async function openStandIn(): Promise<DesktopPlatform> {
  return { launch: launchInStandIn, runUntilExit: runInStandInUntilExit, async [Symbol.asyncDispose]() {} }
}

async function openElectron(): Promise<DesktopPlatform> {
  const program = detectElectronBinary()
  if (program === null) throw new Error('The Electron program is not there.')
  return {
    launch: (options) => launchElectron(program, options),
    runUntilExit: (options) => runElectronUntilExit(program, options),
    async [Symbol.asyncDispose]() {},
  }
}
