import path from 'node:path'
import { type GgufHeader, readGgufHeader } from './gguf-header.ts'
import { DamagedGgufError } from './gguf-reader.ts'

const PART = /^(.*)-(\d{5})-of-(\d{5})\.gguf$/i
/** gguf-split numbers parts with five digits; nobody has more than some dozens. */
const MAX_PARTS = 1_000

/** The name of a model's file without its ending and the number of its part. */
export function nameOfFile(file: string): string {
  const name = path.basename(file)
  return PART.exec(name)?.[1] ?? name.replace(/\.gguf$/i, '')
}

/** The names of a model's files in their order, each with one in plain letters by which llama.cpp finds the parts of the same model. */
export function listPartNames(name: string): { name: string; standIn: string }[] {
  const [, base, , count] = PART.exec(name) ?? []
  if (base === undefined || count === undefined) return [{ name, standIn: 'model.gguf' }]
  const ending = name.slice(-'.gguf'.length)
  return Array.from({ length: Math.min(Number(count), MAX_PARTS) }, (_, index) => {
    const part = `-${String(index + 1).padStart(5, '0')}-of-${count}`
    return { name: `${base}${part}${ending}`, standIn: `model${part}.gguf` }
  })
}

/**
 * Reads a GGUF file and, if it is the first part of a split one, the other parts: sizes and counts are those of all.
 *
 * @throws {DamagedGgufError} when a part is missing, damaged, or is not the part that it should be
 */
export function readModelParts(file: string): GgufHeader {
  const first = readGgufHeader(file)
  const count = Number(first.values.get('split.count') ?? 0)
  if (!(count > 1)) return first
  const number = Number(first.values.get('split.no') ?? 0) + 1
  const match = PART.exec(path.basename(file))
  const { base, ending } = { base: match?.[1] ?? '', ending: file.slice(-'.gguf'.length) }
  if (!match || count > MAX_PARTS || Number(match[2]) !== number || Number(match[3]) !== count) {
    throw new DamagedGgufError(
      `This is part ${number} of a model in ${count} parts, and it has another name than gguf-split gave it, so the others cannot be found.`,
    )
  }
  const nameOf = (part: number) => `${base}-${String(part).padStart(5, '0')}-of-${match[3]}${ending}`
  if (number > 1)
    throw new DamagedGgufError(`This is part ${number} of a model in ${count} parts. Choose the first: ${nameOf(1)}.`)
  const parts = [first]
  for (let part = 2; part <= count; part++) parts.push(readPart(path.dirname(file), nameOf(part)))
  const sum = (key: 'parameterCount' | 'tensorCount' | 'tensorBytes' | 'sizeBytes') =>
    parts.reduce((total, header) => total + header[key], 0)
  return {
    ...first,
    parameterCount: sum('parameterCount'),
    tensorCount: sum('tensorCount'),
    tensorBytes: sum('tensorBytes'),
    sizeBytes: sum('sizeBytes'),
  }
}

function readPart(folder: string, name: string): GgufHeader {
  try {
    return readGgufHeader(path.join(folder, name))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT')
      throw new DamagedGgufError(`The model is split, and its part ${name} is missing. It must lie in the same folder.`, {
        cause: error,
      })
    if (error instanceof DamagedGgufError)
      throw new DamagedGgufError(`The part ${name} of the model is damaged: ${error.message}`, { cause: error })
    throw error
  }
}
