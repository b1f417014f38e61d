import { createReadStream, createWriteStream } from 'node:fs'
import { open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { AppError } from '#contracts/errors'
import { systemPath } from '../../../platform/byte-path.ts'
import { toFileError } from '../../../platform/file-error.ts'
import { importArpaFile, openNgramFile } from '../../../platform/ngram-model.ts'
import type { ModelSet } from './model-plan.ts'
import type { PerplexityParameters } from './perplexity-parameters.ts'

export interface BroughtModel {
  /** The file as the parameters have it. */
  readonly file: string
  /** What its name among the prepared files begins with. */
  readonly name: string
  readonly tokens: PerplexityParameters['model_tokens']
  readonly structure: PerplexityParameters['train']['structure']
  readonly folder: string
  readonly temporaryFolder: string
  readonly memoryBytes: number
  readonly signal: AbortSignal
  log(message: string): void
}

/** Makes a model of this program of a file that a person brought along, whatever language a document has; one of this program stays where it is. */
export async function bringModel(model: BroughtModel): Promise<{ set: ModelSet; files: Record<string, string> }> {
  const name = `${model.name}-brought`
  const set: ModelSet = { general: [name], languages: {} }
  const kind = await findKind(model.file)
  if (kind === 'own') {
    openNgramFile(model.file).close()
    return { set, files: { [name]: model.file } }
  }
  const outputFile = join(model.folder, `${name}.ngram`)
  const arpaFile = kind === 'gzip' ? await unpack(model) : model.file
  try {
    const report = await importArpaFile({
      arpaFile,
      outputFile,
      temporaryFolder: model.temporaryFolder,
      structure: model.structure,
      tokens: model.tokens,
      memoryBytes: Math.max(64 << 20, Math.floor(model.memoryBytes / 2)),
      signal: model.signal,
    })
    model.log(`Imported ${model.file}: ${report.counts.map((count, index) => `${count} of length ${index + 1}`).join(', ')}.`)
    for (const warning of report.warnings) model.log(warning)
  } finally {
    if (arpaFile !== model.file) await rm(arpaFile, { force: true })
  }
  return { set, files: { [name]: outputFile } }
}

/** Binary files of KenLM, `build_binary`, begin with this; its layout is not published. */
const kenlmMark = 'mmap lm http://kheafield.com/code'

async function findKind(file: string): Promise<'own' | 'gzip' | 'arpa'> {
  const head = await readHead(file)
  if (head.toString('latin1').startsWith(kenlmMark)) {
    const reason = 'it is a binary file of KenLM; give the ARPA file that it was made of'
    throw new AppError('ngram.invalid-model', `The n-gram model ${file} cannot be used: ${reason}.`, { file, reason })
  }
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip'
  return head.toString('latin1').trimStart().startsWith('\\data\\') ? 'arpa' : 'own'
}

async function readHead(file: string): Promise<Buffer> {
  try {
    await using handle = await open(systemPath(file))
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(4096), 0, 4096, 0)
    return buffer.subarray(0, bytesRead)
  } catch (error) {
    throw toFileError(error, file, 'Reading the n-gram model')
  }
}

async function unpack({ file, temporaryFolder, name, signal }: BroughtModel): Promise<string> {
  const unpacked = join(temporaryFolder, `${name}.arpa`)
  try {
    await pipeline(createReadStream(systemPath(file)), createGunzip(), createWriteStream(unpacked), { signal })
  } catch (error) {
    await rm(unpacked, { force: true })
    if (!isDamaged(error)) throw toFileError(error, file, 'Unpacking the n-gram model')
    const reason = 'it is damaged: its compressed content cannot be read to the end'
    throw new AppError(
      'ngram.invalid-model',
      `The n-gram model ${file} cannot be used: ${reason}.`,
      { file, reason },
      { cause: error },
    )
  }
  return unpacked
}

/** zlib's codes are `Z_DATA_ERROR` and the like. */
function isDamaged(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('Z_')
}
