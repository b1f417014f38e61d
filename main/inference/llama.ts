import {
  type GgufFileInfo,
  GgufInsights,
  getLlama,
  getLlamaGpuTypes,
  type Llama,
  LlamaLogLevel,
  NoBinaryFoundError,
} from 'node-llama-cpp'
import { AppError } from '#contracts/errors'
import type { DetectedBackend } from '#contracts/inference'
import type { BackendName } from '#contracts/models'
import { describeDriver } from './driver.ts'

type Gpu = DetectedBackend['name']
const GPUS: readonly Gpu[] = ['metal', 'cuda', 'vulkan']
const DRIVERS: Readonly<Record<Gpu, string>> = {
  metal: 'Only on Macs with Apple silicon.',
  cuda: 'No NVIDIA driver was found on this machine.',
  vulkan: 'No Vulkan driver was found on this machine.',
}

/** Every back-end but the CPU, the best first, with what speaks against it as far as that can be known without using it. */
export async function detectBackends(): Promise<DetectedBackend[]> {
  const supported = await getLlamaGpuTypes('supported')
  return Promise.all(
    GPUS.map(async (name) => {
      const missing = supported.includes(name) ? await findMissingBuild(name) : DRIVERS[name]
      return { name, missing, version: missing === null ? describeDriver(name) : '' }
    }),
  )
}

// Of several instances in one process only one is told what llama.cpp writes to its log.
const opened = new Map<BackendName, Promise<Llama>>()

/** @throws {AppError} `model.load-failed` when the driver refuses */
export function openBackend(backend: BackendName): Promise<Llama> {
  const opening = opened.get(backend) ?? open(backend)
  opened.set(backend, opening)
  return opening
}

async function open(backend: BackendName): Promise<Llama> {
  try {
    return await getLlama({
      gpu: backend === 'cpu' ? false : backend,
      build: 'never',
      skipDownload: true,
      progressLogs: false,
      logLevel: LlamaLogLevel.error,
      // Thread counts are measured at load; the library must not lower them.
      maxThreads: 0,
    })
  } catch (error) {
    const reason = describeFailure(error)
    throw new AppError('model.load-failed', `${backend} could not be opened: ${reason}`, { file: '', reason }, { cause: error })
  }
}

/** `CPU`, or the name of the GPU. */
export async function getDeviceName(llama: Llama): Promise<string> {
  if (!llama.gpu) return 'CPU'
  const [name] = await llama.getGpuDeviceNames()
  return name ?? llama.gpu
}

/** Whether this build of llama.cpp knows the architecture, which only llama.cpp itself can say. */
export async function isSupportedArchitecture(llama: Llama, architecture: string): Promise<boolean> {
  // The library answers this for a whole file only, but reads nothing but the name of the architecture.
  const header = { metadata: { general: { architecture } }, fullTensorInfo: [] } as unknown as GgufFileInfo
  return (await GgufInsights.from(header, llama)).isSupportedByLlamaCpp
}

async function findMissingBuild(gpu: Gpu): Promise<string | null> {
  try {
    await getLlama({ gpu, dryRun: true, build: 'never', skipDownload: true, progressLogs: false, logLevel: LlamaLogLevel.error })
    return null
  } catch (error) {
    return describeFailure(error)
  }
}

function describeFailure(error: unknown): string {
  if (error instanceof NoBinaryFoundError) return 'The program has no build for it that works with this driver.'
  return error instanceof Error ? error.message : String(error)
}
