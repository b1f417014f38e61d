// Downloads Electron's program as a person wants to see it: with its size and share, given up when the server falls silent, and going
// on at the next start where it stopped. Addresses, mirrors, checksums and the cache are those of @electron/get.

import { createWriteStream } from 'node:fs'
import { copyFile, mkdir, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { downloadArtifact } from '@electron/get'

/** Why a download ended. `kind` is `silent` when not a byte came for too long, `refused`, `unreachable`, or `damaged`. */
export class DownloadError extends Error {
  constructor(kind, message, options) {
    super(message, options)
    this.name = 'DownloadError'
    this.kind = kind
  }
}

/**
 * Answers the path of the zip file, which is in the cache of @electron/get afterwards.
 *
 * @param {object} request
 * @param {Record<string, unknown>} request.artifact version, platform, arch, checksums and cacheRoot for @electron/get
 * @param {string} request.partialFile where a download that was cut off waits for its rest
 * @param {number} request.silenceMs how long not a byte may come
 * @param {{ onStart(from: { host: string }): void, onProgress(bytes: { received: number, total: number | null }): void }} request.report
 */
export async function downloadElectron({ artifact, partialFile, silenceMs, report }) {
  let isReceived = false
  const downloader = {
    async download(url, targetFile) {
      report.onStart({ host: new URL(url).host })
      await receive({ url, partialFile, silenceMs, report })
      isReceived = true
      // Not renamed: the target may lie on another disk.
      await mkdir(dirname(targetFile), { recursive: true })
      await copyFile(partialFile, targetFile)
      await rm(partialFile)
    },
  }
  try {
    return await downloadArtifact({ ...artifact, artifactName: 'electron', downloader })
  } catch (error) {
    if (!isReceived) throw error
    throw new DownloadError('damaged', 'What came is not the Electron that was published: its checksum differs.', {
      cause: error,
    })
  }
}

/** Fills the partial file, from where it ends if the server can do that. */
async function receive({ url, partialFile, silenceMs, report }) {
  const { host } = new URL(url)
  await mkdir(dirname(partialFile), { recursive: true })
  const kept = await sizeOf(partialFile)
  const silence = watchForSilence(silenceMs, host)
  try {
    const response = await fetch(url, { headers: kept > 0 ? { range: `bytes=${kept}-` } : {}, signal: silence.signal })
    silence.wasBroken()
    if (response.status === 416) {
      // What is kept is as long as the file or longer, and yet it was not whole: it is of no use.
      await rm(partialFile)
      return await receive({ url, partialFile, silenceMs, report })
    }
    if (!response.ok || !response.body) {
      throw new DownloadError('refused', `${host} answered ${response.status} ${response.statusText} for ${url}.`)
    }
    const isRest = response.status === 206
    const length = Number(response.headers.get('content-length'))
    const total = length > 0 ? length + (isRest ? kept : 0) : null
    let received = isRest ? kept : 0
    report.onProgress({ received, total })
    const count = async function* (source) {
      for await (const chunk of source) {
        silence.wasBroken()
        received += chunk.length
        report.onProgress({ received, total })
        yield chunk
      }
    }
    await pipeline(response.body, count, createWriteStream(partialFile, { flags: isRest ? 'a' : 'w' }))
  } catch (error) {
    if (silence.signal.aborted) throw silence.signal.reason
    if (error instanceof DownloadError) throw error
    throw new DownloadError('unreachable', `${host} cannot be reached, or broke off: ${reasonOf(error)}.`, { cause: error })
  } finally {
    silence.end()
  }
}

/** A signal that aborts when `wasBroken` is not called for so long. */
function watchForSilence(silenceMs, host) {
  const controller = new AbortController()
  const giveUp = () => {
    const seconds = Math.round(silenceMs / 1000)
    controller.abort(new DownloadError('silent', `Not a byte came from ${host} for ${seconds} seconds.`))
  }
  let timer = setTimeout(giveUp, silenceMs)
  const end = () => clearTimeout(timer)
  const wasBroken = () => {
    end()
    timer = setTimeout(giveUp, silenceMs)
  }
  return { signal: controller.signal, wasBroken, end }
}

async function sizeOf(file) {
  try {
    return (await stat(file)).size
  } catch {
    // There is none: the first try.
    return 0
  }
}

/** fetch says only that it failed; why stands at the end of its causes. */
function reasonOf(error) {
  const { cause } = error
  if (cause instanceof Error && (cause.message || cause.code)) return reasonOf(cause)
  return (error.message || error.code).replace(/\.$/, '')
}
