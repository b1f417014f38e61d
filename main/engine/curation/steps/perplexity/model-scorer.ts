import { type DocumentBatch, type NgramModel, type NgramTokenScores, ngramScoreColumns } from '#native'
import { openNgramFile } from '../../../platform/ngram-model.ts'
import { pickDocuments } from '../pick-documents.ts'
import { findHalf, makeContentKeys } from './content-key.ts'
import { findModels, type ModelSet, pickModel } from './model-plan.ts'

/** Scores documents, each with the model of its language that was not trained on it. */
export interface ModelScorer {
  /** `ngramScoreColumns.length` numbers for each document, as `NgramModel.score` gives them. */
  score(batch: ScoredBatch, signal: AbortSignal): Promise<Float64Array>
  /** The tokens of one document. */
  scoreTokens(bytes: Uint8Array, language: string, signal: AbortSignal): Promise<NgramTokenScores>
  close(): void
}

export type ScoredBatch = DocumentBatch & { readonly languages: readonly string[] }

/**
 * Opens each model when it is first needed.
 *
 * @param files of the models, by the names that the set has for them.
 */
export function openModelScorer(set: ModelSet, files: Readonly<Record<string, string>>): ModelScorer {
  const opened = new Map<string, NgramModel>()

  function open(name: string): NgramModel {
    const model = opened.get(name) ?? openNgramFile(files[name] as string)
    opened.set(name, model)
    return model
  }

  async function findPlaces(batch: ScoredBatch, signal: AbortSignal): Promise<Map<string, number[]>> {
    const keys = await makeContentKeys(batch, signal)
    const places = new Map<string, number[]>()
    for (const [place, key] of keys.entries()) {
      const name = pickModel(findModels(set, batch.languages[place] as string), findHalf(key))
      const found = places.get(name) ?? []
      found.push(place)
      places.set(name, found)
    }
    return places
  }

  return {
    async score(batch, signal) {
      const width = ngramScoreColumns.length
      const rows = new Float64Array(batch.languages.length * width)
      for (const [name, places] of await findPlaces(batch, signal)) {
        // The runner has a worker for each processor.
        const scored = await open(name).score(pickDocuments(batch, places), { signal, threads: 1 })
        for (const [index, place] of places.entries()) {
          rows.set(scored.subarray(index * width, (index + 1) * width), place * width)
        }
      }
      return rows
    },
    async scoreTokens(bytes, language, signal) {
      const [key = 0] = await makeContentKeys({ bytes, offsets: Uint32Array.of(0, bytes.length) }, signal)
      return open(pickModel(findModels(set, language), findHalf(key))).scoreTokens(bytes, { signal })
    },
    close() {
      for (const model of opened.values()) model.close()
      opened.clear()
    },
  }
}
