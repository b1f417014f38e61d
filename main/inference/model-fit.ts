import path from 'node:path'
import { GgufInsights, InsufficientMemoryError, type Llama, readGgufFileInfo } from 'node-llama-cpp'
import { AppError } from '#contracts/errors'
import type { ModelFit } from '#contracts/models'
import { getDeviceName, isSupportedArchitecture } from './llama.ts'
import { describeUnsupported, getArchitecture, readModelHeader } from './model-file.ts'
import { openTextPath } from './text-path.ts'

/** Completion gains little beyond this, and the KV cache of a longer context takes memory that the weights could use. */
const MAX_CONTEXT = 8192
const DEFAULT_CONTEXT = 4096

/** Memory that will be free by the time the model is loaded, because the model in use makes room for it. */
export interface ReclaimableMemory {
  readonly ram: number
  readonly vram: number
}

const NOTHING: ReclaimableMemory = { ram: 0, vram: 0 }

/**
 * Works out whether a model fits into memory, with which placement, before anything is loaded.
 *
 * @throws {AppError} `model.not-found`, `model.invalid-file`, `model.unsupported-architecture`
 */
export async function getModelFit(llama: Llama, file: string, reclaimable = NOTHING): Promise<ModelFit> {
  const header = readModelHeader(file)
  const architecture = getArchitecture(header)
  if (!(await isSupportedArchitecture(llama, architecture))) {
    const message = `${path.basename(file)} cannot be used. ${describeUnsupported(architecture)} Choose another model.`
    throw new AppError('model.unsupported-architecture', message, { file, architecture })
  }
  const state = await getMemoryState(llama, reclaimable)
  const memory = {
    availableBytes: state.ram.free + (state.vram.unifiedSize > 0 ? 0 : state.vram.free),
    device: await getDeviceName(llama),
  }
  const trained = header.values.get(`${architecture}.context_length`)
  const contextSize = Math.min(typeof trained === 'number' && trained > 0 ? trained : DEFAULT_CONTEXT, MAX_CONTEXT)
  // Refused by its size alone: the estimate below opens the file with llama.cpp, which is of no use for a model far too large.
  if (header.tensorBytes > memory.availableBytes) {
    return { ...memory, fits: false, requiredBytes: header.tensorBytes, gpuLayers: 0, totalLayers: 0, contextSize }
  }
  await using opened = await openTextPath(file)
  const insights = await GgufInsights.from(
    await readGgufFileInfo(opened.path, { sourceType: 'filesystem', logWarnings: false }),
    llama,
  )
  const placement = { totalLayers: insights.totalLayers, ...memory }
  try {
    const { resolvedValues } = await insights.configurationResolver.resolveAndScoreConfig(
      { targetContextSize: contextSize },
      { getRamState: async () => state.ram, getVramState: async () => state.vram },
    )
    const requiredBytes = resolvedValues.totalRamUsage + resolvedValues.totalVramUsage
    const fits = requiredBytes <= memory.availableBytes
    const { gpuLayers } = resolvedValues
    return { ...placement, fits, requiredBytes, gpuLayers, contextSize: Math.min(resolvedValues.contextSize, contextSize) }
  } catch (error) {
    if (!(error instanceof InsufficientMemoryError)) throw error
    return { ...placement, fits: false, requiredBytes: header.tensorBytes, gpuLayers: 0, contextSize }
  }
}

async function getMemoryState(llama: Llama, reclaimable: ReclaimableMemory) {
  const ram = await llama.getRamState()
  const vram = llama.gpu ? await llama.getVramState() : { total: 0, free: 0, unifiedSize: 0 }
  return {
    ram: { total: ram.total, free: ram.free + reclaimable.ram },
    vram: { total: vram.total, free: vram.free + reclaimable.vram, unifiedSize: vram.unifiedSize },
  }
}
