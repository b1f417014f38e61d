import { Segmented } from '../../../ui/segmented.tsx'
import { Spinner } from '../../../ui/spinner.tsx'
import { text } from '../text.ts'
import { findMeanBits } from './heat-marks.ts'
import { heatBounds } from './heat-steps.ts'
import { useHeat } from './heat-store.ts'
import type { TokenScoresState } from './use-token-scores.ts'
import './heat.css'

/** Above the coloured text: whose surprise it is, what the colours mean, and what came of it. */
export function HeatBar({ state, length }: { state: TokenScoresState; length: number }) {
  const from = useHeat((heat) => heat.from)
  return (
    <section className="data-heat-bar" aria-label={text.heat.label}>
      <Segmented
        label={text.heat.from}
        options={[
          { id: 'model', label: text.heat.model },
          { id: 'ngram', label: text.heat.ngram },
        ]}
        value={from}
        onChange={(chosen) => useHeat.setState({ from: chosen })}
      />
      <ul className="data-heat-legend" aria-label={text.heat.legend}>
        {[0, ...heatBounds].map((bound, step) => (
          <li key={bound}>
            <span className={`data-heat-swatch code-heat-${step}`} aria-hidden />
            <span className="number">{text.heat.range(bound, heatBounds[step])}</span>
          </li>
        ))}
      </ul>
      <HeatStatus state={state} length={length} />
    </section>
  )
}

function HeatStatus({ state, length }: { state: TokenScoresState; length: number }) {
  switch (state.status) {
    case 'off':
      return null
    case 'loading':
      return <Spinner label={text.heat.loading} />
    case 'failed':
      return (
        <p className="data-heat-status" role="alert">
          {state.message}
        </p>
      )
    case 'ready': {
      const { scorer, bits, scoredTo } = state.scores
      return (
        <p className="data-heat-status muted" role="status">
          {text.heat.ready({ scorer, tokens: bits.length, meanBits: findMeanBits(state.scores) })}
          {scoredTo < length ? ` ${text.heat.cut(scoredTo / length)}` : null}
        </p>
      )
    }
  }
}
