import path from 'node:path'
import { GgufFileType } from 'node-llama-cpp'
import { AppError, isAppError } from '#contracts/errors'
import type { ModelFile } from '#contracts/models'
import { toFileError } from '#engine/platform/file-error'
import type { GgufHeader, GgufScalar } from './gguf-header.ts'
import { DamagedGgufError } from './gguf-reader.ts'
import { checkHeaderTypes } from './header-rules.ts'
import { describeKind, findModelKind } from './model-kind.ts'
import { nameOfFile, readModelParts } from './model-parts.ts'

/**
 * Spellings by which llama.cpp finds the middle token when the header does not name it (llama-vocab.cpp). DeepSeek writes its marks
 * with full-width bars, and CodeLlama's begin with the mark of a blank, which the reader of the header leaves out.
 */
const MIDDLE_TOKENS = ['<fim_middle>', '<fim-middle>', '<|fim_middle|>', '<｜fim▁hole｜>', '<MID>', '<|code_middle|>']

/**
 * Reads the header of a model that is to be run, with errors that say what is wrong with which file.
 *
 * @throws {AppError} `model.not-found`, `model.invalid-file`, `file.failed`
 */
export function readModelHeader(file: string): GgufHeader {
  const header = readHeader(file)
  const reason = findProblem(header)
  if (reason === null) return header
  throw new AppError('model.invalid-file', `${path.basename(file)} cannot be loaded. ${reason}`, { file, reason })
}

/** Why a sound file can still not be run: it holds something else than a model, or its header contradicts itself. */
function findProblem(header: GgufHeader): string | null {
  const kind = describeKind(findModelKind(header))
  if (kind !== null) return kind
  try {
    checkHeaderTypes(header)
    return null
  } catch (error) {
    if (error instanceof DamagedGgufError) return error.message
    throw error
  }
}

function readHeader(file: string): GgufHeader {
  try {
    return readModelParts(file)
  } catch (error) {
    if (error instanceof DamagedGgufError) {
      const message = `${path.basename(file)} cannot be used. ${error.message}`
      throw new AppError('model.invalid-file', message, { file, reason: error.message }, { cause: error })
    }
    const failure = toFileError(error, file, 'Opening the model')
    if (!isAppError(failure, 'file.not-found')) throw failure
    throw new AppError('model.not-found', `There is no model file at ${file}. Choose another one.`, { file }, { cause: error })
  }
}

/** Describes a model file by its header. What is wrong with it is part of the description, not an error. */
export async function describeModelFile(
  file: string,
  bundled: boolean,
  isSupported: (architecture: string) => Promise<boolean>,
): Promise<ModelFile> {
  const fallbackName = nameOfFile(file)
  let header: GgufHeader
  try {
    header = readHeader(file)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { file, name: fallbackName, sizeBytes: 0, bundled, kind: 'model', header: null, problem: error.message }
  }
  const architecture = getArchitecture(header)
  const problem = findProblem(header)
  return {
    file,
    name: asText(header.values.get('general.name')) ?? fallbackName,
    sizeBytes: header.sizeBytes,
    bundled,
    kind: findModelKind(header),
    header: {
      architecture,
      parameterCount: asCount(header.values.get('general.parameter_count')) ?? header.parameterCount,
      quantisation: nameFileType(asCount(header.values.get('general.file_type'))),
      contextLength: asCount(header.values.get(`${architecture}.context_length`)),
      infill: hasInfillTokens(header),
      licence: asText(header.values.get('general.license')),
    },
    problem: problem ?? ((await isSupported(architecture)) ? null : describeUnsupported(architecture)),
  }
}

/** The architecture that the header names, or an empty text. */
export function getArchitecture(header: GgufHeader): string {
  return asText(header.values.get('general.architecture')) ?? ''
}

export function describeUnsupported(architecture: string): string {
  return architecture === ''
    ? 'The header names no architecture, so the model cannot be run.'
    : `The architecture "${architecture}" is not known to this version of llama.cpp, so the model cannot be run.`
}

function hasInfillTokens({ values, specialTokens }: GgufHeader): boolean {
  return (
    values.has('tokenizer.ggml.fim_mid_token_id') ||
    values.has('tokenizer.ggml.middle_token_id') ||
    MIDDLE_TOKENS.some((token) => specialTokens.has(token))
  )
}

function nameFileType(type: number | null): string {
  const name = type === null ? undefined : GgufFileType[type]
  return name?.replace(/^(?:MOSTLY|ALL)_/, '') ?? 'unknown'
}

function asText(value: GgufScalar | undefined): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}

/** Numbers that something is counted by; NaN, fractions and numbers that are too large to be true are none. */
function asCount(value: GgufScalar | undefined): number | null {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null
}
