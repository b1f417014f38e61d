import type { BackendName } from '#contracts/models'
import { getDeviceName, openBackend } from './llama.ts'

const TOKENS = 32

/**
 * Opens a back-end and evaluates a little of a model on it, with all its layers there: reading and writing, as completion does. What
 * a driver cannot do it may answer by ending this process or by never answering. Returns the name of the device.
 */
export async function proveBackend(backend: BackendName, file: string | null): Promise<string> {
  const llama = await openBackend(backend)
  if (file !== null) {
    await using model = await llama.loadModel({ modelPath: file, gpuLayers: backend === 'cpu' ? 0 : 'max' })
    await using context = await model.createContext({ contextSize: 256 })
    await using sequence = context.getSequence()
    const tokens = model.tokenize('function add(left, right) {\n  return left + right\n}\n'.repeat(4)).slice(0, TOKENS)
    await sequence.evaluateWithoutGeneratingNewTokens(tokens)
    const last = tokens.at(-1)
    if (last !== undefined) {
      const [result] = await sequence.controlledEvaluate([[last, { generateNext: { token: true, totalLogitWeight: true } }]])
      const weight = result?.next.totalLogitWeight ?? Number.NaN
      // The sum of exp(logit - highest logit) over the vocabulary.
      if (!(weight >= 1)) throw new Error(`The evaluation gave no probabilities (sum of weights ${weight}).`)
    }
  }
  return getDeviceName(llama)
}
