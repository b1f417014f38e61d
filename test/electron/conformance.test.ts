// What main/electron counts on, asked of everything that can run it. The answers written here are those of Electron.
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { DesktopPlatform } from '../support/electron/desktop.ts'
import { desktopPlatforms } from '../support/electron/platforms.ts'
import { answersOfElectron } from '../support/probe-app/answers-of-electron.ts'
import { buildProbeApp } from '../support/probe-app/build-probe-app.ts'
import type { Answers } from '../support/probe-app/probes.ts'

describe.each(Object.entries(desktopPlatforms))('%s', (_, { isAvailable, open }) => {
  let folder: string
  let platform: DesktopPlatform
  let answers: Answers

  const run = (probes: string, options: { args?: string[]; workingFolder?: string } = {}) =>
    platform.runUntilExit({
      userDataFolder: path.join(folder, probes),
      appFolder: path.join(folder, 'app'),
      env: { PROBE_ANSWERS: probes },
      ...options,
    })
  const readAnswers = async (probes: string) =>
    JSON.parse(await readFile(path.join(folder, probes, `${probes}.json`), 'utf8')) as Answers

  describe.runIf(isAvailable)('answers as main/electron expects', () => {
    beforeAll(async () => {
      folder = await mkdtemp(path.join(tmpdir(), 'conformance-'))
      await buildProbeApp(path.join(folder, 'app'))
      platform = await open()
      expect(await run('probes')).toBe(0)
      answers = await readAnswers('probes')
    }, 120_000)
    afterAll(async () => {
      await platform?.[Symbol.asyncDispose]()
      await rm(folder, { recursive: true, force: true })
    })

    it.each(Object.entries(answersOfElectron))('%s', (name, expected) => {
      expect(answers[name]).toEqual(expected)
    })

    it('tells a running app of the arguments and the folder of a second start, which ends', async () => {
      const first = run('second-instance')
      await vi.waitFor(() => expect(existsSync(path.join(folder, 'second-instance/listening'))).toBe(true), 20_000)
      const workingFolder = path.join(folder, 'elsewhere')
      await mkdir(workingFolder)
      expect(await run('second-instance', { args: ['--probe-argument'], workingFolder })).toBe(0)
      await writeFile(path.join(folder, 'second-instance/second-ended'), '')
      expect(await first).toBe(0)
      expect(await readAnswers('second-instance')).toEqual({ argv: true, workingDirectory: workingFolder })
    })
  })
})
