import path from 'node:path'
import { GgufFileType } from 'node-llama-cpp'
import { AppError } from '#contracts/errors'
import type { ModelFile } from '#contracts/models'
import { type GgufHeader, type GgufScalar, readGgufHeader } from './gguf-header.ts'
import { DamagedGgufError } from './gguf-reader.ts'

/** Spellings by which llama.cpp finds the middle token when the header does not name it. */
const MIDDLE_TOKENS = ['<fim_middle>', '<fim-middle>', '<|fim_middle|>', '<|fim▁hole|>', '<MID>', '<|code_middle|>']
const PART = /-(\d{5})-of-(\d{5})\.gguf$/i

/** Reads a model's header, with errors that say what is wrong with which file. */
export function readModelHeader(file: string): GgufHeader {
  try {
    return readGgufHeader(file)
  } catch (error) {
    if (error instanceof DamagedGgufError) {
      const message = `${path.basename(file)} cannot be used. ${error.message} Download or copy it again.`
      throw new AppError('model.invalid-file', message, { file, reason: error.message }, { cause: error })
    }
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') {
      throw new AppError('model.not-found', `There is no model file at ${file}. Choose another one.`, { file }, { cause: error })
    }
    if (typeof code === 'string') {
      const message = `${file} cannot be read (${code}). Check its permissions.`
      throw new AppError('file.failed', message, { file, systemCode: code }, { cause: error })
    }
    throw error
  }
}

/** Describes a model file by its header. What is wrong with it is part of the description, not an error. */
export async function describeModelFile(
  file: string,
  bundled: boolean,
  isSupported: (architecture: string) => Promise<boolean>,
): Promise<ModelFile> {
  const fallbackName = path
    .basename(file)
    .replace(PART, '')
    .replace(/\.gguf$/i, '')
  let header: GgufHeader
  try {
    header = readModelHeader(file)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { file, name: fallbackName, sizeBytes: 0, bundled, header: null, problem: error.message }
  }
  const architecture = getArchitecture(header)
  return {
    file,
    name: asText(header.values.get('general.name')) ?? fallbackName,
    sizeBytes: header.sizeBytes,
    bundled,
    header: {
      architecture,
      parameterCount: asNumber(header.values.get('general.parameter_count')) ?? header.parameterCount,
      quantisation: nameFileType(asNumber(header.values.get('general.file_type'))),
      contextLength: asNumber(header.values.get(`${architecture}.context_length`)),
      infill: hasInfillTokens(header),
      licence: asText(header.values.get('general.license')),
    },
    problem: (await isSupported(architecture)) ? null : describeUnsupported(architecture),
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

function asNumber(value: GgufScalar | undefined): number | null {
  return typeof value === 'number' ? value : null
}
