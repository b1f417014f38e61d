import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { path } from './path.ts'
import { procedure } from './procedure.ts'

/** What a GGUF file holds. Only a `model` can be loaded; the others are named so that nobody wonders why they cannot. */
export const modelKind = z.enum(['model', 'adapter', 'projector', 'encoder', 'vocabulary', 'importance-matrix'])
export type ModelKind = z.infer<typeof modelKind>

/** A GGUF file that was found, as its own header describes it. */
export const modelFile = z.object({
  file: z.string(),
  name: z.string(),
  sizeBytes: z.number(),
  /** Bundled with the program. */
  bundled: z.boolean(),
  kind: modelKind,
  /** Null when the header cannot be read; then `problem` says why. */
  header: z
    .object({
      architecture: z.string(),
      parameterCount: z.number().nullable(),
      /** File type as llama.cpp names it, e.g. `Q8_0`. */
      quantisation: z.string(),
      contextLength: z.number().int().nullable(),
      /** True when the file names the tokens for fill-in-the-middle. */
      infill: z.boolean(),
      licence: z.string().nullable(),
    })
    .nullable(),
  /** Why the file cannot be loaded; null when nothing is known to be in the way. */
  problem: z.string().nullable(),
})
export type ModelFile = z.infer<typeof modelFile>

/** Whether a model fits, worked out before anything is loaded. All sizes in bytes. */
export const modelFit = z.object({
  fits: z.boolean(),
  requiredBytes: z.number(),
  availableBytes: z.number(),
  /** `CPU`, or the name of the GPU. */
  device: z.string(),
  gpuLayers: z.number().int(),
  totalLayers: z.number().int(),
  contextSize: z.number().int(),
})
export type ModelFit = z.infer<typeof modelFit>

export const loadedModel = z.object({
  file: z.string(),
  name: z.string(),
  architecture: z.string(),
  device: z.string(),
  gpuLayers: z.number().int(),
  totalLayers: z.number().int(),
  contextSize: z.number().int(),
  /** Tokens around the cursor that a completion reads at most; chosen by how fast the model reads here. */
  promptWindow: z.number().int(),
  memoryBytes: z.number(),
  /** Threads while a prompt is read and while text is generated, each chosen by measurement at load. */
  threads: z.object({ reading: z.number().int(), generating: z.number().int() }),
  /** Milliseconds for a token that is generated and for one that is read with many others. */
  calibration: z.array(z.object({ threads: z.number().int(), msPerToken: z.number(), readMsPerToken: z.number() })),
  infill: z.boolean(),
  /** True when the file says how a conversation with the model is written. */
  chatTemplate: z.boolean(),
  loadMs: z.number(),
})
export type LoadedModel = z.infer<typeof loadedModel>

/** What a load is doing: opening the file, reading its weights, measuring thread counts, making a GPU compile what it will need. */
export const loadStage = z.enum(['opening', 'reading', 'measuring', 'warming-up'])
export type LoadStage = z.infer<typeof loadStage>

export const modelState = z.discriminatedUnion('status', [
  z.object({ status: z.literal('none') }),
  /** The program has started and looks for the model to begin with: one is on its way unless there is none at all. */
  z.object({ status: z.literal('choosing') }),
  z.object({
    status: z.literal('loading'),
    file: z.string(),
    name: z.string(),
    stage: loadStage,
    /** 0 to 1 */
    progress: z.number(),
  }),
  z.object({ status: z.literal('ready'), model: loadedModel }),
  z.object({ status: z.literal('failed'), file: z.string(), name: z.string(), code: z.string(), message: z.string() }),
  /** The inference process died; it is started again and the model loaded again. */
  z.object({ status: z.literal('restarting'), file: z.string().nullable(), attempt: z.number().int(), reason: z.string() }),
])
export type ModelState = z.infer<typeof modelState>

/** Ways to run a model, the best first; the CPU is always there. */
export const backendName = z.enum(['metal', 'cuda', 'vulkan', 'cpu'])
export type BackendName = z.infer<typeof backendName>

export const backend = z.object({
  name: backendName,
  /** Found, and proven by an evaluation. */
  available: z.boolean(),
  /** Models run on it. */
  inUse: z.boolean(),
  /** It is there and failed its trial, so it is not used with this driver and this version of the program; `retryBackend` tries anew. */
  failed: z.boolean(),
  /** Device name, or why it is not available. */
  detail: z.string(),
})
export type Backend = z.infer<typeof backend>

const file = z.object({ file: path })

export const modelsContract = {
  /** GGUF files in the bundled folder, the user's model folders and files that were added, bundled first, then by name. */
  list: procedure.output(z.array(modelFile)),
  /** Remembers a GGUF file or a folder of them; files in it that were forgotten are listed again. */
  add: procedure.input(z.object({ path })).output(z.array(modelFile)),
  /** Forgets a file or folder that was added, or a file in such a folder; nothing on disk is touched. */
  remove: procedure.input(z.object({ path })).output(z.array(modelFile)),
  fit: procedure.input(file).output(modelFit),
  /**
   * Loads a model in place of the loaded one; answers when it is ready. Remembered as the model to load at start. If it fails, the
   * model that was loaded before is loaded again. Another `load` or an `unload` calls it off (`model.load-cancelled`), and so does
   * standing still for too long (`model.load-failed`).
   */
  load: procedure.input(file).output(loadedModel),
  unload: procedure.output(z.void()),
  /** Now and at every change. */
  watch: procedure.output(eventIterator(modelState)),
  backends: procedure.output(z.array(backend)),
  /** Tries a back-end again that failed its trial. If it works now and is the best, the model in use is loaded again on it. */
  retryBackend: procedure.input(z.object({ name: backendName })).output(z.array(backend)),
}
