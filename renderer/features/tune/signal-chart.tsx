import { useEffect } from 'react'
import type { Signal } from '#contracts/dataset'
import type { Rule } from '#contracts/rule'
import type { SignalRange } from '#contracts/tuning'
import { showText } from '#contracts/visible-text'
import { HistogramChart } from '../../charts/histogram-chart.tsx'
import { Badge } from '../../ui/badge.tsx'
import { WithTooltip } from '../../ui/tooltip.tsx'
import { useElementWidth } from '../../ui/use-element-width.ts'
import { BoundField } from './bound-field.tsx'
import { ChartControls } from './chart-controls.tsx'
import { defaultScale, holdsWholeNumbers } from './histogram-plan.ts'
import { type Cut, cutOf, findHandledPlace, withBound } from './recipe-rules.ts'
import { text } from './text.ts'
import { axisOf, useTuneStore } from './tune-store.ts'
import { commitNow, commitSoon, currentRules, moveBound, setRules, setShown, setWidth } from './tuning.ts'
import './signal-chart.css'

const CHART_PX = 280

/** The chosen signal: its histogram with a handle for each bound, and the bounds as numbers. */
export function SignalChart({ signal, range, rules }: { signal: Signal; range: SignalRange; rules: Rule[] }) {
  const effects = useTuneStore((state) => state.answer?.preview.effects)
  const cut = cutOf(rules, signal.name, effects)
  const effect = effects?.[findHandledPlace(rules, signal.name)]
  return (
    <section className="tune-chart" aria-label={signal.label}>
      <header className="tune-chart-head">
        <div className="tune-chart-title">
          <h2>
            {signal.label} {signal.stale ? <StaleMark /> : null}
          </h2>
          <p className="muted">
            {signal.description} <span className="tune-producer">({showText(text.measuredBy(signal.producer))})</span>
          </p>
        </div>
        <ChartControls range={range} />
      </header>
      <Plot signal={signal} range={range} cut={cut} />
      <div className="tune-bounds">
        {(['min', 'max'] as const).map((bound) => (
          <BoundField
            key={`${signal.name} ${bound}`}
            bound={bound}
            value={cut[bound]}
            other={cut[bound === 'min' ? 'max' : 'min']}
            unit={signal.unit}
            percentile={(bound === 'min' ? effect?.minPercentile : effect?.maxPercentile) ?? null}
            onChange={(value) => {
              useTuneStore.setState({ touched: bound })
              setRules(withBound(currentRules(), { signal: signal.name, bound, value, effects }))
            }}
          />
        ))}
      </div>
    </section>
  )
}

function Plot({ signal, range, cut }: { signal: Signal; range: SignalRange; cut: Cut }) {
  const { ref, widthPx } = useElementWidth<HTMLDivElement>()
  const histogram = useTuneStore((state) => state.histogram)
  const full = useTuneStore((state) => state.full)
  const countScale = useTuneStore((state) => state.countScale)
  const axis = axisOf(
    useTuneStore((state) => state.axes),
    signal.name,
  )
  useEffect(() => setWidth(widthPx), [widthPx])
  const kind = axis.scale ?? defaultScale(range)
  return (
    <>
      <div ref={ref} className="tune-plot" style={{ minHeight: CHART_PX }}>
        {range.min === null ? (
          <p className="tune-plot-empty muted">{text.noValues}</p>
        ) : histogram && full && histogram.signal === signal.name && widthPx > 0 ? (
          <HistogramChart
            histogram={histogram}
            kind={kind}
            countScale={countScale}
            full={full}
            shown={axis.shown}
            widthPx={widthPx}
            heightPx={CHART_PX}
            unit={signal.unit}
            isWhole={holdsWholeNumbers(signal, range)}
            min={cut.min}
            max={cut.max}
            onShow={(shown) => setShown(signal.name, shown)}
            onMove={(bound, value) => moveBound(signal.name, bound, value)}
            onRelease={commitNow}
            onNudge={commitSoon}
          />
        ) : null}
      </div>
      <p className="tune-plot-note muted number">
        {histogram && histogram.below > 0 ? `${text.belowAxis(histogram.below)} · ` : ''}
        {histogram && histogram.above > 0 ? `${text.aboveAxis(histogram.above)} · ` : ''}
        {range.missingCount > 0 ? `${text.missingKept(range.missingCount)} ` : ''}
        {text.chartHint}
      </p>
    </>
  )
}

function StaleMark() {
  return (
    <WithTooltip tip={text.staleHint}>
      <Badge tone="warning">{text.stale}</Badge>
    </WithTooltip>
  )
}
