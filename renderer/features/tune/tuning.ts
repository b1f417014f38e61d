import type { Signal } from '#contracts/dataset'
import type { Rule } from '#contracts/rule'
import type { HistogramRequest, PreviewRequest, Scale } from '#contracts/tuning'
import { client } from '../../app/connection/client.ts'
import { isCancelled } from '../../app/notices/errors.ts'
import { askProject, getShownProject } from '../../app/project/project-store.ts'
import type { Bound } from '../../charts/cut-handle-logic.ts'
import type { ValueRange } from '../../charts/value-scale.ts'
import { defaultScale, planHistogram } from './histogram-plan.ts'
import { createLatestRequest } from './latest-request.ts'
import { areSameRules, boundaryBound, cutOf, withBound } from './recipe-rules.ts'
import { changeRecipe, recipeStore } from './recipe-store.ts'
import { axisOf, findChosen, type SignalsState, useTuneStore } from './tune-store.ts'

const NEIGHBOURS = 12
const SPARK_BINS = 40
/** Pause after the last arrow key before the new bound becomes a step of the recipe. */
const NUDGE_COMMIT_MS = 600

interface Question {
  request: PreviewRequest
  boundary: Bound | null
  /** Null unless the first histogram is that of the chart. */
  chart: { spansAxis: boolean } | null
}

const preview = createLatestRequest<Question, Awaited<ReturnType<typeof client.tuning.preview>>>({
  run: ({ request }, abort) => askProject((engine, signal) => engine.tuning.preview(request, { signal }), abort),
  onAnswer(answer, { request, boundary, chart }) {
    const [histogram] = chart ? answer.histograms : []
    const sparks = answer.histograms.slice(chart ? 1 : 0)
    const isCurrent = histogram !== undefined && histogram.signal === useTuneStore.getState().signal
    useTuneStore.setState((state) => ({
      answer: { preview: answer, rules: request.rules, boundary },
      error: null,
      histogram: isCurrent ? histogram : state.histogram,
      full: isCurrent && chart?.spansAxis ? { min: histogram.edges[0] ?? 0, max: histogram.edges.at(-1) ?? 1 } : state.full,
      sparks: new Map(sparks.map((spark) => [spark.signal, spark])),
    }))
  },
  onError: (error) => useTuneStore.setState(isCancelled(error) ? {} : { error }),
})

/** The rules that are shown: those under the hand, or the recipe's. */
export function currentRules(): Rule[] {
  return useTuneStore.getState().draft ?? recipeStore.getState().value?.recipe.rules ?? []
}

/** Asks what the present rules do; called after anything that may change the answer. */
export function askPreview(): void {
  const state = useTuneStore.getState()
  const chosen = findChosen(state)
  const rules = currentRules()
  if (!chosen) {
    if (state.signals.status === 'ready') {
      preview.ask({ request: { rules, histograms: planSparks(state.signals), boundary: null }, boundary: null, chart: null })
    }
    return
  }
  const { signal, range } = chosen
  const axis = axisOf(state.axes, signal.name)
  const bound = boundaryBound(cutOf(rules, signal.name, state.answer?.preview.effects), state.touched)
  const isShown = state.widthPx > 0 && range.min !== null
  const scale = axis.scale ?? defaultScale(range)
  const chart = planHistogram({ signal, range, scale, shown: axis.shown, widthPx: state.widthPx })
  const histograms = [...(isShown ? [chart] : []), ...planSparks(state.signals)]
  preview.ask({
    request: { rules, histograms, boundary: bound && { signal: signal.name, bound, limit: NEIGHBOURS } },
    boundary: bound,
    chart: isShown ? { spansAxis: axis.shown === null } : null,
  })
}

/** Every signal small: what each keeps follows the handle, too. */
function planSparks(signals: SignalsState): HistogramRequest[] {
  if (signals.status !== 'ready') return []
  const drawn = [...signals.ranges.values()].filter(({ min }) => min !== null)
  return drawn.map((range) => ({ signal: range.signal, bins: SPARK_BINS, scale: defaultScale(range), range: null }))
}

/** Signals and distributions; asked again while they are fetched, they are fetched once more afterwards. */
const signalsRequest = createLatestRequest<string, void>({
  run: fetchSignals,
  onAnswer: () => {},
  onError: (error) => useTuneStore.setState(isCancelled(error) ? {} : { signals: { status: 'failed', error } }),
})

/** Fetches signals and distributions of the project in this folder, then everything that follows from them. */
export function loadSignals(folder: string): void {
  signalsRequest.ask(folder)
}

async function fetchSignals(folder: string, abort: AbortSignal): Promise<void> {
  const [signals, ranges] = await Promise.all([
    askProject((engine, signal) => engine.dataset.signals(undefined, { signal }), abort),
    askProject((engine, signal) => engine.tuning.ranges(undefined, { signal }), abort),
  ])
  if (useTuneStore.getState().folder !== folder) return
  useTuneStore.setState((state) => ({
    signals: { status: 'ready', signals, ranges: new Map(ranges.map((range) => [range.signal, range])) },
    signal: pickSignal(signals, state.signal),
  }))
  askPreview()
}

/** The chosen signal while it exists, else one that a rule reads, else the first. */
function pickSignal(signals: readonly Signal[], chosen: string | null): string | null {
  const names = signals.map(({ name }) => name)
  if (chosen !== null && names.includes(chosen)) return chosen
  const ruled = currentRules().flatMap((rule) => ('signal' in rule ? rule.signal : []))
  return ruled.find((signal) => names.includes(signal)) ?? names[0] ?? null
}

export function chooseSignal(signal: string): void {
  if (useTuneStore.getState().signal === signal) return
  commitNow()
  useTuneStore.setState({ signal, touched: null, histogram: null, full: null })
  askPreview()
}

export function setScale(signal: string, scale: Scale): void {
  useTuneStore.setState((state) => ({ axes: { ...state.axes, [signal]: { scale, shown: null } }, histogram: null, full: null }))
  askPreview()
}

export function setShown(signal: string, shown: ValueRange | null): void {
  useTuneStore.setState((state) => ({ axes: { ...state.axes, [signal]: { ...axisOf(state.axes, signal), shown } } }))
  askPreview()
}

export function setWidth(widthPx: number): void {
  if (useTuneStore.getState().widthPx === widthPx) return
  useTuneStore.setState({ widthPx })
  askPreview()
}

/** Shows what the rules would do with this bound; the recipe stays as it is until a commit. */
export function moveBound(signal: string, bound: Bound, value: number | null): void {
  const effects = useTuneStore.getState().answer?.preview.effects
  useTuneStore.setState({ draft: withBound(currentRules(), { signal, bound, value, effects }), touched: bound })
  askPreview()
}

let nudgeTimer: ReturnType<typeof setTimeout> | undefined

/** Several presses of an arrow key become one step. */
export function commitSoon(): void {
  clearTimeout(nudgeTimer)
  nudgeTimer = setTimeout(commitNow, NUDGE_COMMIT_MS)
}

/** Makes the moved rules a step of the recipe that undo takes back. */
export function commitNow(): void {
  clearTimeout(nudgeTimer)
  const { draft, folder } = useTuneStore.getState()
  if (!draft) return
  // What was moved in a project that another window closed meanwhile went with it; the person is told of that.
  if (folder === getShownProject()) void commit(draft)
  else useTuneStore.setState({ draft: null })
}

async function commit(rules: Rule[]): Promise<void> {
  const isChange = !areSameRules(rules, recipeStore.getState().value?.recipe.rules ?? [])
  if (isChange) await changeRecipe(() => client.recipe.setRules({ rules, project: useTuneStore.getState().folder }))
  // A handle that was moved again meanwhile goes on from where it is.
  useTuneStore.setState((state) => (state.draft === rules ? { draft: null } : {}))
  askPreview()
}

/** Replaces the rules as one step. */
export function setRules(rules: Rule[]): void {
  clearTimeout(nudgeTimer)
  useTuneStore.setState({ draft: rules })
  void commit(rules)
}

export function undo(): void {
  commitNow()
  void changeRecipe(() => client.recipe.undo({ project: getShownProject() })).then(askPreview)
}

export function redo(): void {
  void changeRecipe(() => client.recipe.redo({ project: getShownProject() })).then(askPreview)
}
