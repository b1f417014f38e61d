import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, it } from 'vitest'
import { endsWithParent, openDisplay } from './display.ts'

const isThere = ['Xvfb', 'jwm'].every((program) => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0)

/** The X server has it from its start to its end. */
const socketFile = (display: string) => `/tmp/.X11-unix/X${display.slice(1)}`

const displayModule = pathToFileURL(path.join(import.meta.dirname, 'display.ts')).href
const opener = `import { openDisplay } from '${displayModule}'; console.log((await openDisplay()).env.DISPLAY)`

describe.runIf(isThere)('a display', () => {
  it('is there until it is closed', async () => {
    const display = await openDisplay()
    expect(existsSync(socketFile(display.env.DISPLAY))).toBe(true)
    await display[Symbol.asyncDispose]()
    expect(existsSync(socketFile(display.env.DISPLAY))).toBe(false)
  })

  it.runIf(endsWithParent())('ends with the process that opened it, also when that is killed', async () => {
    const parent = spawn(process.execPath, ['--input-type=module', '-e', opener], { stdio: ['ignore', 'pipe', 'inherit'] })
    const [words] = (await once(parent.stdout, 'data')) as [Buffer]
    parent.kill('SIGKILL')
    const file = socketFile(String(words).trim())
    await expect.poll(() => existsSync(file)).toBe(false)
  })
})
