import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { type FileHandle, open } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { constants, createZstdCompress } from 'node:zlib'
import { systemPath } from '../../platform/byte-path.ts'
import type { WrittenFile } from './outgoing-document.ts'

/** A file that is written from its beginning to its end. Each call waits for the disk, so a slow one fills no memory. */
export interface OutputFile {
  write(bytes: Uint8Array): Promise<void>
  /** `name` is what the file will be called. */
  finish(name: string): Promise<WrittenFile>
  /** Lets go of the file, which stays as it is. */
  discard(): Promise<void>
}

const compressionLevel = 3

/** Fails with the system's own error, also when the file exists. */
export async function createOutputFile(file: string, { isCompressed }: { isCompressed: boolean }): Promise<OutputFile> {
  const plain = createPlainFile(await open(systemPath(file), 'wx'))
  return isCompressed ? createCompressedFile(plain) : plain
}

function createPlainFile(handle: FileHandle): OutputFile {
  const hash = createHash('sha256')
  let sizeBytes = 0
  return {
    async write(bytes) {
      hash.update(bytes)
      sizeBytes += bytes.length
      await handle.writeFile(bytes)
    },
    async finish(name) {
      // Without this a power failure may leave the new name with no content.
      await handle.sync()
      await handle.close()
      return { name, sizeBytes, sha256: hash.digest('hex') }
    },
    discard: () => handle.close(),
  }
}

/** One zstd frame: there are readers that stop after the first. Compresses in a thread of libuv while the caller prepares what comes next. */
function createCompressedFile(plain: OutputFile): OutputFile {
  const zstd = createZstdCompress({
    params: { [constants.ZSTD_c_compressionLevel]: compressionLevel, [constants.ZSTD_c_checksumFlag]: 1 },
  })
  const written = pipeline(zstd, async (chunks: AsyncIterable<Buffer>) => {
    for await (const chunk of chunks) await plain.write(chunk)
  })
  // Whoever writes or finishes is told.
  written.catch(() => undefined)
  return {
    async write(bytes) {
      if (zstd.destroyed) return written
      if (!zstd.write(bytes)) await Promise.race([once(zstd, 'drain'), written])
    },
    async finish(name) {
      zstd.end()
      await written
      return plain.finish(name)
    },
    async discard() {
      zstd.destroy()
      // It fails, since it was not finished.
      await written.catch(() => undefined)
      await plain.discard()
    },
  }
}
