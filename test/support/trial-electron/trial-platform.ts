import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { findTrialElectron } from '../../../tools/trial-electron.mjs'
import type { DesktopOptions, DesktopPlatform } from '../electron/desktop.ts'
import { launchElectron, runElectronUntilExit } from '../electron/launch-electron.ts'
import { buildTrialApp } from './build-trial-app.ts'
import { openDisplay } from './display.ts'

/** Builds the app for Electron 22 and runs it there, on a screen of its own. */
export async function openTrialPlatform(): Promise<DesktopPlatform> {
  const electron = findTrialElectron()
  if (!electron) throw new Error('Electron 22 is not there. "npm test" fetches it where that is possible.')
  const { program } = electron
  const appFolder = await mkdtemp(path.join(tmpdir(), 'trial-app-'))
  await buildTrialApp(appFolder)
  const display = await openDisplay()
  const prepare = (options: DesktopOptions) => ({ appFolder, ...options, env: { ...options.env, ...display.env } })
  return {
    launch: (options) => launchElectron(program, prepare(options)),
    runUntilExit: (options) => runElectronUntilExit(program, prepare(options)),
    async [Symbol.asyncDispose]() {
      await display[Symbol.asyncDispose]()
      await rm(appFolder, { recursive: true, force: true })
    },
  }
}
