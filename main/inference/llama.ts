import {
  type GgufFileInfo,
  GgufInsights,
  getLlama,
  getLlamaGpuTypes,
  type Llama,
  LlamaLogLevel,
  NoBinaryFoundError,
} from 'node-llama-cpp'
import type { Backend } from '#contracts/models'

type Gpu = 'metal' | 'cuda' | 'vulkan'
const GPUS: readonly Gpu[] = ['metal', 'cuda', 'vulkan']
const DRIVERS: Readonly<Record<Gpu, string>> = {
  metal: 'Only on Macs with Apple silicon.',
  cuda: 'No NVIDIA driver was found on this machine.',
  vulkan: 'No Vulkan driver was found on this machine.',
}

/** llama.cpp with the best backend that works here. `tried` says why better ones were passed over. */
export interface OpenLlama {
  readonly llama: Llama
  readonly tried: ReadonlyMap<Gpu, string>
}

/** Opens llama.cpp once, stepping down from the GPU backends to the CPU. A driver that fails costs speed, never the start. */
export async function openLlama(): Promise<OpenLlama> {
  const tried = new Map<Gpu, string>()
  const supported = await getLlamaGpuTypes('supported')
  for (const gpu of GPUS) {
    if (!supported.includes(gpu)) {
      tried.set(gpu, DRIVERS[gpu])
      continue
    }
    try {
      return { llama: await openBackend(gpu), tried }
    } catch (error) {
      tried.set(gpu, describeFailure(error))
    }
  }
  return { llama: await openBackend(false), tried }
}

/** Every backend, the best first, with the name of its device or the reason why it cannot be used. */
export async function listBackends({ llama, tried }: OpenLlama): Promise<Backend[]> {
  const backends: Backend[] = []
  for (const gpu of GPUS) {
    if (llama.gpu === gpu) {
      backends.push({ name: gpu, available: true, detail: await getDeviceName(llama) })
    } else {
      const failure = tried.get(gpu) ?? (await findFailure(gpu))
      backends.push({ name: gpu, available: failure === null, detail: failure ?? `Works; ${llama.gpu} is faster and in use.` })
    }
  }
  const cores = llama.cpuMathCores
  return [...backends, { name: 'cpu', available: true, detail: `${cores} ${cores === 1 ? 'core' : 'cores'} for arithmetic` }]
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

function openBackend(gpu: Gpu | false): Promise<Llama> {
  return getLlama({
    gpu,
    build: 'never',
    skipDownload: true,
    progressLogs: false,
    logLevel: LlamaLogLevel.error,
    // Thread counts are measured at load; the library must not lower them.
    maxThreads: 0,
  })
}

async function findFailure(gpu: Gpu): Promise<string | null> {
  if (!(await getLlamaGpuTypes('supported')).includes(gpu)) return DRIVERS[gpu]
  try {
    await getLlama({ gpu, dryRun: true, progressLogs: false, logLevel: LlamaLogLevel.error })
    return null
  } catch (error) {
    return describeFailure(error)
  }
}

function describeFailure(error: unknown): string {
  if (error instanceof NoBinaryFoundError) return 'The program has no build for it that works with this driver.'
  return error instanceof Error ? error.message : String(error)
}
