import { spawn } from 'node:child_process'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Circumstances, explainFailedStart } from '../../tools/electron/explain.mjs'

const fine: Circumstances = {
  platform: 'linux',
  isRoot: false,
  hasNoSandbox: false,
  hasDisplay: true,
  hasSandbox: true,
  missingLibraries: [],
  ending: 'ended with code 1',
}

it.each([
  ['libraries are missing', { missingLibraries: ['libnss3.so'] }, 'libnss3.so'],
  ['root has no sandbox', { isRoot: true }, '--no-sandbox'],
  ['there is no display', { hasDisplay: false }, 'DISPLAY'],
  ['programs may not make namespaces', { hasSandbox: false }, 'user namespaces'],
  ['nothing is known', {}, 'ended with code 1'],
  ['root went without the sandbox', { isRoot: true, hasNoSandbox: true, hasSandbox: false }, 'ended with code 1'],
])('explains that Electron does not start when %s', (_, circumstances, expected) => {
  expect(explainFailedStart({ ...fine, ...circumstances })).toContain(expected)
})

describe.runIf(process.platform !== 'win32')('npm start', () => {
  let folder: string

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'start-'))
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  /** Starts with a program that plays Electron, until `isEnough` of what is printed. */
  async function start(
    program: string,
    isEnough: (printed: string) => boolean,
  ): Promise<{ printed: string; code: number | null }> {
    await writeFile(path.join(folder, 'electron'), `#!/bin/sh\n${program}\n`)
    await chmod(path.join(folder, 'electron'), 0o755)
    const env = {
      ...process.env,
      ELECTRON_OVERRIDE_DIST_PATH: folder,
      CODESHELL_USER_DATA: path.join(folder, 'user-data'),
      CODESHELL_BROWSER: '/bin/true',
    }
    const child = spawn(process.execPath, ['tools/start.mjs', '--no-sandbox'], { env, stdio: ['ignore', 'pipe', 'inherit'] })
    let printed = ''
    child.stdout.on('data', (chunk) => {
      printed += String(chunk)
      if (isEnough(printed)) child.kill('SIGTERM')
    })
    const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
    return { printed, code }
  }

  it('explains why an Electron that is there does not start, and opens the browser window', async () => {
    const { printed } = await start('exit 3', (text) => /http:\/\/\S+/.test(text))
    expect(printed).toMatch(/Electron .*\n.*browser window/)
    expect(printed).toMatch(/http:\/\/\S+/)
  })

  it('ends as the desktop app ends, once that has started', async () => {
    const play = `exec "${process.execPath}" -e "process.send('started', () => process.exit(7))"`
    const { printed, code } = await start(play, () => false)
    expect({ printed, code }).toEqual({ printed: '', code: 7 })
  })

  it('opens nothing else when the desktop app was running already', async () => {
    expect(await start('exit 0', () => false)).toEqual({ printed: '', code: 0 })
  })
})
