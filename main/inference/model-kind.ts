import type { ModelKind } from '#contracts/models'
import type { GgufHeader } from './gguf-header.ts'

/** Architectures that read a text as a whole and write none. Others may say so by `attention.causal`. */
const ENCODERS = new Set([
  'bert',
  'eurobert',
  'gemma-embedding',
  'jina-bert-v2',
  'jina-bert-v3',
  'modern-bert',
  'neo-bert',
  'nomic-bert',
  'nomic-bert-moe',
  't5encoder',
])

/** Names under `general.type` of what lies beside models in folders of them (gguf-py, `GGUFType`). */
const TYPES: Readonly<Record<string, ModelKind>> = {
  adapter: 'adapter',
  mmproj: 'projector',
  imatrix: 'importance-matrix',
  vocab: 'vocabulary',
}

/** What a GGUF file holds, as its header says. */
export function findModelKind({ values, lists, tensorCount }: GgufHeader): ModelKind {
  const type = values.get('general.type')
  const named = typeof type === 'string' ? TYPES[type] : undefined
  if (named) return named
  const architecture = values.get('general.architecture')
  if (values.has('adapter.type')) return 'adapter'
  if (architecture === 'clip' || values.has('clip.has_vision_encoder') || values.has('clip.has_audio_encoder')) return 'projector'
  if (lists.has('imatrix.datasets')) return 'importance-matrix'
  if (typeof architecture !== 'string') return 'model'
  if (ENCODERS.has(architecture) || values.get(`${architecture}.attention.causal`) === false) return 'encoder'
  // The first part of a split model may hold the header alone.
  if (tensorCount === 0 && !(Number(values.get('split.count') ?? 0) > 1))
    return lists.has('tokenizer.ggml.tokens') ? 'vocabulary' : 'model'
  return 'model'
}

/** Why a file of this kind cannot be loaded by itself; null for a model. */
export function describeKind(kind: ModelKind): string | null {
  switch (kind) {
    case 'model':
      return null
    case 'adapter':
      return 'This is a LoRA adapter: it changes a model and is none by itself. Load the model that it was made for.'
    case 'projector':
      return 'This is the projector that gives a model pictures or sound to read. It is no model by itself.'
    case 'encoder':
      return 'This model turns texts into vectors, for searching. It writes no text, so it cannot complete code.'
    case 'vocabulary':
      return 'This file holds a vocabulary without weights, so there is nothing to run.'
    case 'importance-matrix':
      return 'This file holds the importance matrix with which a model is quantised. It is no model by itself.'
  }
}
