import { readFileSync } from 'node:fs'
import { getPriority } from 'node:os'
import { Worker } from 'node:worker_threads'
import { expect, test } from 'vitest'

test.skipIf(process.platform !== 'linux')(
  'a worker that enters the background gives way, and the rest of the process does not',
  async () => {
    const module = JSON.stringify(new URL('../../../../main/engine/platform/threads/background-thread.ts', import.meta.url).href)
    const before = getPriority()
    const worker = new Worker(
      `const { readFileSync } = require('node:fs')
     const { parentPort } = require('node:worker_threads')
     import(${module}).then(async ({ enterBackground }) => {
       await enterBackground()
       parentPort.postMessage(readFileSync('/proc/thread-self/stat', 'utf8'))
     })`,
      { eval: true, execArgv: [] },
    )
    const stat = await new Promise<string>((resolve, reject) => worker.once('message', resolve).once('error', reject))
    await worker.terminate()
    expect(readSchedule(stat)).toEqual({ nice: 19, isIdle: true })
    expect(readSchedule(readFileSync('/proc/self/stat', 'utf8'))).toEqual({ nice: before, isIdle: false })
  },
)

/** Behind the name, which may hold blanks: state is the first of the numbers that proc(5) lists from 3 on, nice is number 19, policy 41. */
function readSchedule(stat: string): { nice: number; isIdle: boolean } {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return { nice: Number(fields[19 - 3]), isIdle: fields[41 - 3] === '5' }
}
