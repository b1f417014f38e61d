import { existsSync } from 'node:fs'
import path from 'node:path'
import { app, MessageChannelMain, type UtilityProcess, utilityProcess } from 'electron'
import { outcomeOf, type Probe, until } from './probes.ts'

export function startEcho() {
  return start('echo')
}

function start(mode: string, ...args: string[]) {
  const child = utilityProcess.fork(path.join(__dirname, 'child.js'), [mode, ...args], { serviceName: `probe ${mode}` })
  const messages: unknown[] = []
  child.on('message', (message) => messages.push(message))
  const spawned = new Promise<void>((resolve) => child.once('spawn', resolve))
  return { child, messages, spawned, exited: new Promise<number>((resolve) => child.once('exit', resolve)) }
}

async function end({ child, spawned, exited }: ReturnType<typeof start>): Promise<void> {
  await spawned
  child.kill()
  await exited
}

/** How a process ended that a signal ended: Electron tells the signal, or 0 when its own channel to the process broke first. */
async function signalOf(exited: Promise<number>, signal: number): Promise<string> {
  const code = await exited
  return code === signal || code === 0 ? 'the signal or 0' : String(code)
}

/** What `main/electron` counts on in utility processes and ports. */
export const utilityProbes: Record<string, Probe> = {
  'messages and ports wait for a listener, in order': async () => {
    const late = start('late')
    const { port1, port2 } = new MessageChannelMain()
    late.child.postMessage({ type: 'first' })
    port2.postMessage('before the port was sent')
    late.child.postMessage({ type: 'port' }, [port1])
    port2.postMessage(new Uint8Array(3))
    late.child.postMessage('end')
    await until('the log came', () => late.messages.length > 0)
    port2.postMessage('last')
    port2.close()
    await until('the port ended', () => late.messages.length > 1)
    await end(late)
    return late.messages
  },
  'text and bytes come back over a port': async () => {
    const echo = start('echo')
    const { port1, port2 } = new MessageChannelMain()
    const got: unknown[] = []
    port2.on('message', (event) => got.push(event))
    port2.start()
    echo.child.postMessage(null, [port1])
    for (const sent of ['text', new Uint8Array([1, 2, 3]), Buffer.from('abc'), new Uint8Array(4_000_000)]) port2.postMessage(sent)
    await until('everything came back', () => got.length === 4)
    await end(echo)
    return (got as { data: string | Uint8Array; ports: unknown[] }[]).map(({ data, ports }) => [
      data.constructor.name,
      data.length,
      ports.length,
    ])
  },
  'the near end of a port hears of the death of the far end': async () => {
    const echo = start('echo')
    const { port1, port2 } = new MessageChannelMain()
    let closed = false
    port2.on('close', () => (closed = true))
    port2.start()
    echo.child.postMessage(null, [port1])
    await end(echo)
    await until('the port ended', () => closed)
    return { closed, postMessage: outcomeOf(() => port2.postMessage('anyone?')) }
  },
  'a process can end with its port': async () => {
    const ending = start('end-with-port')
    const { port1, port2 } = new MessageChannelMain()
    ending.child.postMessage(null, [port1])
    await until('it listens', () => ending.messages.length > 0)
    port2.close()
    return ending.exited
  },
  'a process without a listener stays': async () => {
    const silent = start('no-listener')
    await until('it runs', () => silent.messages.length > 0)
    let gone = false
    void silent.exited.then(() => (gone = true))
    await new Promise((resolve) => setTimeout(resolve, 500))
    const stayed = !gone
    await end(silent)
    return stayed
  },
  'a process that has not started cannot be killed': async () => {
    const idle = start('idle')
    const answer = { kill: idle.child.kill(), pid: typeof idle.child.pid }
    await end(idle)
    return answer
  },
  'a process that is gone takes messages silently': async () => {
    const idle = start('idle')
    await end(idle)
    return {
      postMessage: outcomeOf(() => idle.child.postMessage('anyone?')),
      kill: idle.child.kill(),
      pid: typeof idle.child.pid,
    }
  },
  'exit codes': async () => ({
    'exit(3)': await start('exit-3').exited,
    'an error nobody caught': await start('throw').exited,
    'abort()': await signalOf(start('abort').exited, 6),
    'SIGKILL to itself': await signalOf(start('kill-itself').exited, 9),
    'kill()': await killed((child) => child.kill(), 15),
    'SIGKILL from outside': await killed(({ pid = 0 }) => process.kill(pid, 'SIGKILL'), 9),
    'SIGTERM from outside': await killed(({ pid = 0 }) => process.kill(pid, 'SIGTERM'), 15),
  }),
  'a process can fork itself as Node': async () => {
    const file = path.join(app.getPath('userData'), 'grandchild')
    const forking = start('fork', file)
    await until('the grandchild ended', () => forking.messages.length > 0)
    await end(forking)
    return { ...forking.messages, ran: existsSync(file) }
  },
}

async function killed(kill: (child: UtilityProcess) => unknown, signal: number): Promise<string> {
  const echo = start('echo')
  echo.child.postMessage('are you there?')
  await until('it runs', () => echo.messages.length > 0)
  kill(echo.child)
  return signalOf(echo.exited, signal)
}
