import { createHash, randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { downloadElectron } from '../../tools/electron/download.mjs'
import { createProgress } from '../../tools/electron/progress.mjs'
import { openDownloadServer, sendFile } from './download-server.ts'

const content = randomBytes(300_000)
const fileName = 'electron-v45.0.0-linux-x64.zip'
const checksums = { [fileName]: createHash('sha256').update(content).digest('hex') }

describe('the download of Electron', () => {
  let folder: string
  const partialFile = () => path.join(folder, 'partial')

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'download-'))
  })
  afterEach(async () => {
    vi.unstubAllEnvs()
    await rm(folder, { recursive: true, force: true })
  })

  async function download(mirror: string, { silenceMs = 20_000 } = {}) {
    vi.stubEnv('ELECTRON_MIRROR', mirror)
    const reported = { hosts: [] as string[], progress: [] as { received: number; total: number | null }[] }
    const file = downloadElectron({
      artifact: { version: '45.0.0', platform: 'linux', arch: 'x64', checksums, cacheRoot: path.join(folder, 'cache') },
      partialFile: partialFile(),
      silenceMs,
      report: { onStart: ({ host }) => reported.hosts.push(host), onProgress: (bytes) => reported.progress.push(bytes) },
    })
    return {
      reported,
      outcome: await file.then(
        (name) => ({ name }),
        (error: Error & { kind?: string }) => ({ error }),
      ),
    }
  }
  const open = (answer: (request: IncomingMessage, response: ServerResponse) => void) => openDownloadServer(answer)

  it('puts the file into the cache, and says from where, how much and how far', async () => {
    await using server = await open((request, response) => sendFile(content, request, response))
    const { outcome, reported } = await download(server.mirror)
    if (!('name' in outcome)) throw outcome.error
    expect(await readFile(outcome.name)).toEqual(content)
    expect(server.requests.map(({ url }) => url)).toEqual([`/v45.0.0/${fileName}`])
    expect(reported.hosts).toEqual([new URL(server.mirror).host])
    expect(reported.progress[0]).toEqual({ received: 0, total: content.length })
    expect(reported.progress.at(-1)).toEqual({ received: content.length, total: content.length })
    expect(existsSync(partialFile())).toBe(false)
  })

  it('waits for a server that is slow but not silent', async () => {
    await using server = await open((_, response) => {
      response.writeHead(200, { 'content-length': content.length })
      let sent = 0
      const timer = setInterval(() => {
        response.write(content.subarray(sent, (sent += 50_000)))
        if (sent < content.length) return
        clearInterval(timer)
        response.end()
      }, 50)
    })
    expect((await download(server.mirror)).outcome).toHaveProperty('name')
  })

  it.each([
    ['before the first byte', 0],
    ['in the middle', 100_000],
  ])('gives a server up that falls silent %s', async (_, length) => {
    await using server = await open((_request, response) => {
      if (length === 0) return
      response.writeHead(200, { 'content-length': content.length })
      response.write(content.subarray(0, length))
    })
    const { outcome } = await download(server.mirror, { silenceMs: 300 })
    expect(outcome).toMatchObject({
      error: { kind: 'silent', message: expect.stringContaining('Not a byte came from 127.0.0.1') },
    })
  })

  it('goes on where it stopped', async () => {
    let isFirst = true
    await using server = await open((request, response) => {
      if (!isFirst) return sendFile(content, request, response)
      isFirst = false
      response.writeHead(200, { 'content-length': content.length })
      response.write(content.subarray(0, 100_000), () => response.destroy())
    })
    expect((await download(server.mirror)).outcome).toMatchObject({ error: { kind: 'unreachable' } })
    const { outcome, reported } = await download(server.mirror)
    if (!('name' in outcome)) throw outcome.error
    expect(await readFile(outcome.name)).toEqual(content)
    const kept = Number(/^bytes=(\d+)-$/.exec(server.requests[1]?.range ?? '')?.[1])
    expect(kept).toBeGreaterThan(0)
    expect(reported.progress[0]).toEqual({ received: kept, total: content.length })
  })

  it('says what a server answered that has no such file', async () => {
    await using server = await open((_, response) => response.writeHead(404).end('no'))
    expect((await download(server.mirror)).outcome).toMatchObject({
      error: { kind: 'refused', message: expect.stringContaining('404') },
    })
  })

  it('refuses a file that is not the published one, and begins anew', async () => {
    let isFirst = true
    await using server = await open((request, response) => {
      sendFile(isFirst ? randomBytes(content.length) : content, request, response)
      isFirst = false
    })
    expect((await download(server.mirror)).outcome).toMatchObject({ error: { kind: 'damaged' } })
    expect((await download(server.mirror)).outcome).toHaveProperty('name')
    expect(server.requests[1]?.range).toBeUndefined()
  })

  it('says that nobody listens there', async () => {
    const server = await open(() => {})
    await server[Symbol.asyncDispose]()
    expect((await download(server.mirror)).outcome).toMatchObject({ error: { kind: 'unreachable' } })
  })
})

describe('the progress of a download', () => {
  const show = (isTTY: boolean) => {
    const written: string[] = []
    const progress = createProgress({ isTTY, write: (text) => written.push(text) }, 'Electron')
    progress.onStart({ host: 'example.com' })
    for (const received of [0, 500_000, 1_000_000, 5_500_000, 10_000_000]) progress.onProgress({ received, total: 10_000_000 })
    progress.end()
    return written.join('')
  }

  it('is a line for every tenth in a file', () => {
    const [start, ...lines] = show(false).trimEnd().split('\n')
    expect(start).toContain('Electron from example.com')
    expect(lines).toEqual(['  0 % of 10 MB', '  10 % of 10 MB', '  50 % of 10 MB', '  100 % of 10 MB'])
  })

  it('is one line that changes on a terminal', () => {
    const text = show(true)
    expect(text.split('\n')).toHaveLength(3)
    expect(text).toContain('\r  55 % of 10 MB')
  })
})
