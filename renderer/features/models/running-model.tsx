import { formatBytes, formatCount, formatDuration } from '#contracts/format-quantity'
import type { LoadedModel } from '#contracts/models'
import { showText } from '#contracts/visible-text'
import { text } from './text.ts'

const words = text.running

/** The loaded model: where it runs, what it takes, and how its number of threads was found. */
export function RunningModel({ model }: { model: LoadedModel }) {
  const facts: [string, string][] = [
    [words.device, model.device],
    ...(model.gpuLayers > 0 ? ([[words.layers, `${model.gpuLayers} / ${model.totalLayers}`]] as [string, string][]) : []),
    [words.context, text.facts.tokens(formatCount(model.contextSize))],
    [words.memory, formatBytes(model.memoryBytes)],
    [words.threads, formatCount(model.threads)],
    [words.loadTime, formatDuration(model.loadMs)],
  ]
  return (
    <section className="running-model" aria-label={words.title}>
      <div className="running-model-head">
        <h2 className="truncate">{showText(model.name)}</h2>
        <p className="muted">{words.title}</p>
      </div>
      <dl className="model-facts number">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {model.calibration.length > 0 ? <Calibration model={model} /> : null}
    </section>
  )
}

function Calibration({ model: { calibration, threads } }: { model: LoadedModel }) {
  const slowest = Math.max(...calibration.map((point) => point.msPerToken))
  return (
    <figure className="calibration">
      <figcaption className="muted">{words.calibration}</figcaption>
      <ul>
        {calibration.map((point) => (
          <li key={point.threads} data-chosen={point.threads === threads || undefined}>
            <span>{words.threadCount(point.threads)}</span>
            <span className="calibration-track">
              <span className="calibration-bar" style={{ width: `${(point.msPerToken / slowest) * 100}%` }} />
            </span>
            <span className="number">
              {words.perToken(point.msPerToken.toPrecision(3))}
              {point.threads === threads ? ` · ${words.chosen}` : ''}
            </span>
          </li>
        ))}
      </ul>
    </figure>
  )
}
