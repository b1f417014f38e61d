import { readFileSync } from 'node:fs'
import { getPriority } from 'node:os'
import { Worker } from 'node:worker_threads'
import { describe, expect, test } from 'vitest'

const module = JSON.stringify(new URL('../../../../main/engine/platform/threads/background-thread.ts', import.meta.url).href)

describe.skipIf(process.platform !== 'linux')('a worker', () => {
  const ofProcess = { nice: getPriority(), isIdle: false }

  test('that enters the background gives way, and the rest of the process does not', async () => {
    expect(await scheduleOfWorker('await enterBackground()')).toEqual({ nice: 19, isIdle: true })
    expect(readSchedule(readFileSync('/proc/self/stat', 'utf8'))).toEqual(ofProcess)
  })

  test('does not enter it where everything is to stay in the foreground', async () => {
    expect(await scheduleOfWorker('stayInForeground(); await enterBackground()')).toEqual(ofProcess)
  })
})

/** How a worker of its own is scheduled that has run `statements`, by proc(5). */
async function scheduleOfWorker(statements: string): Promise<{ nice: number; isIdle: boolean }> {
  const worker = new Worker(
    `const { readFileSync } = require('node:fs')
     const { parentPort } = require('node:worker_threads')
     import(${module}).then(async ({ enterBackground, stayInForeground }) => {
       ${statements}
       parentPort.postMessage(readFileSync('/proc/thread-self/stat', 'utf8'))
     })`,
    { eval: true, execArgv: [], env: {} },
  )
  const stat = await new Promise<string>((resolve, reject) => worker.once('message', resolve).once('error', reject))
  await worker.terminate()
  return readSchedule(stat)
}

/** Behind the name, which may hold blanks: state is the first of the numbers that proc(5) lists from 3 on, nice is number 19, policy 41. */
function readSchedule(stat: string): { nice: number; isIdle: boolean } {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return { nice: Number(fields[19 - 3]), isIdle: fields[41 - 3] === '5' }
}
