import { rm } from 'node:fs/promises'
import path from 'node:path'
import { openClassifier } from '#native'
import type { PrepareContext } from '../step.ts'
import type { LabelledExample } from './collect-examples.ts'
import { toLogOdds } from './log-odds.ts'
import type { QualityParameters } from './quality-parameters.ts'
import { listBatches, trainOn } from './train-on.ts'

export interface FoldOptions
  extends Pick<PrepareContext<QualityParameters>, 'parameters' | 'memoryBytes' | 'temporaryFolder' | 'signal'> {
  readonly folds: number
  onFold(done: number): void
}

/** The score of every example by a model that was trained on the other folds: as log-odds. */
export async function crossValidate(examples: readonly LabelledExample[], options: FoldOptions): Promise<Float64Array> {
  const foldOf = assignFolds(examples, options.folds)
  const scores = new Float64Array(examples.length)
  const file = path.join(options.temporaryFolder, 'fold.model')
  for (let fold = 0; fold < options.folds; fold++) {
    options.signal.throwIfAborted()
    await trainOn(
      examples.filter((_, place) => foldOf[place] !== fold),
      { ...options, file },
    )
    const places = [...examples.keys()].filter((place) => foldOf[place] === fold)
    const held = places.map((place) => examples[place] as LabelledExample)
    for (const [index, score] of (await predictAll(file, held, options.signal)).entries()) scores[places[index] as number] = score
    options.onFold(fold + 1)
  }
  await rm(file)
  return scores
}

/** Folds with as many good and as many bad examples each; what differs in white space alone is in one fold. */
function assignFolds(examples: readonly LabelledExample[], folds: number): Uint8Array {
  const foldOf = new Uint8Array(examples.length)
  const ofGroup = new Map<number, number>()
  for (const label of [0, 1]) {
    let next = 0
    const places = [...examples.keys()].filter((place) => examples[place]?.label === label)
    for (const place of places) {
      const { group } = examples[place] as LabelledExample
      const fold = ofGroup.get(group) ?? next++ % folds
      ofGroup.set(group, fold)
      foldOf[place] = fold
    }
  }
  return foldOf
}

async function predictAll(file: string, examples: readonly LabelledExample[], signal: AbortSignal): Promise<number[]> {
  using model = await openClassifier(file)
  const scores: number[] = []
  for (const { batch, signals } of listBatches(examples)) {
    scores.push(...toLogOdds(await model.predict(batch, signals, { signal })))
  }
  return scores
}
