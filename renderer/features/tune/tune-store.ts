import { create } from 'zustand'
import type { DocumentId, Project, Signal } from '#contracts/dataset'
import type { Rule } from '#contracts/rule'
import type { Histogram, Preview, Scale, SignalRange } from '#contracts/tuning'
import type { Bound } from '../../charts/cut-handle-logic.ts'
import type { CountScale } from '../../charts/histogram-bars.ts'
import type { ValueRange } from '../../charts/value-scale.ts'

/** How a person looks at one signal. */
export interface AxisChoice {
  /** Null: as the data suggests. */
  scale: Scale | null
  /** The part that is shown; null shows all. */
  shown: ValueRange | null
}

/** What the engine answered last for the chosen signal. */
export interface TuneAnswer {
  preview: Preview
  /** The rules that it speaks of. */
  rules: Rule[]
  /** The bound whose neighbours it lists. */
  boundary: Bound | null
}

/** Where the signals come from: their table and their distributions, which belong together. */
export type SignalsState =
  | { status: 'loading' }
  | { status: 'ready'; signals: Signal[]; ranges: ReadonlyMap<string, SignalRange> }
  | { status: 'failed'; error: unknown }

/** What is written in the recipe's text and not applied. */
export interface RecipeEdit {
  text: string
  /** The recipe that the edit started from, or was last applied to. */
  base: string
  /** What the editor was given last: what is written since is only there. */
  given: string
}

interface TuneState {
  /** Of the project that all the rest is about; null before the first. */
  folder: string | null
  signals: SignalsState
  /** Name of the signal in the middle. */
  signal: string | null
  axes: Readonly<Record<string, AxisChoice>>
  countScale: CountScale
  /** Width of the chart, which decides how many bins are asked for. */
  widthPx: number
  /** Rules that were moved but are not in the recipe yet. */
  draft: Rule[] | null
  recipeEdit: RecipeEdit | null
  /** The bound that was moved last on this signal. */
  touched: Bound | null
  answer: TuneAnswer | null
  /** The last histogram of the chosen signal; stays while the next one is worked out. */
  histogram: Histogram | null
  /** The whole axis of the chosen signal at the scale of `histogram`. */
  full: ValueRange | null
  error: unknown
  /** The document that is open beside the charts. */
  documentId: DocumentId | null
  /** Small histograms of all signals, by name. */
  sparks: ReadonlyMap<string, Histogram>
}

/** What the Tune place shows when a project is opened. */
const start: Omit<TuneState, 'folder' | 'widthPx' | 'countScale'> = {
  signals: { status: 'loading' },
  signal: null,
  axes: {},
  draft: null,
  recipeEdit: null,
  touched: null,
  answer: null,
  histogram: null,
  full: null,
  error: null,
  documentId: null,
  sparks: new Map(),
}

export const useTuneStore = create<TuneState>(() => ({ ...start, folder: null, widthPx: 0, countScale: 'linear' }))

/** Starts afresh when another project was opened. */
export function enterProject({ folder }: Project): void {
  if (useTuneStore.getState().folder !== folder) useTuneStore.setState({ ...start, folder })
}

const asSuggested: AxisChoice = { scale: null, shown: null }

export function axisOf(axes: TuneState['axes'], signal: string): AxisChoice {
  return axes[signal] ?? asSuggested
}

/** The signal in the middle with its distribution, or undefined when there is none yet. */
export function findChosen(state: Pick<TuneState, 'signals' | 'signal'>): { signal: Signal; range: SignalRange } | undefined {
  if (state.signals.status !== 'ready') return undefined
  const signal = state.signals.signals.find(({ name }) => name === state.signal)
  const range = state.signal === null ? undefined : state.signals.ranges.get(state.signal)
  return signal && range ? { signal, range } : undefined
}
