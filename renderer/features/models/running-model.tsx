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
    [words.window, text.facts.tokens(formatCount(model.promptWindow))],
    [words.memory, formatBytes(model.memoryBytes)],
    [words.threads, words.threadsOf(model.threads.generating, model.threads.reading)],
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
            <dd>{showText(value)}</dd>
          </div>
        ))}
      </dl>
      {model.calibration.length > 0 ? <Calibration model={model} /> : null}
    </section>
  )
}

function Calibration({ model: { calibration, threads } }: { model: LoadedModel }) {
  return (
    <div className="calibrations">
      <Measured
        caption={words.generating}
        points={calibration.map((point) => ({ threads: point.threads, ms: point.msPerToken }))}
        chosen={threads.generating}
      />
      <Measured
        caption={words.reading}
        points={calibration.map((point) => ({ threads: point.threads, ms: point.readMsPerToken }))}
        chosen={threads.reading}
      />
    </div>
  )
}

function Measured({ caption, points, chosen }: { caption: string; points: { threads: number; ms: number }[]; chosen: number }) {
  const slowest = Math.max(...points.map(({ ms }) => ms))
  return (
    <figure className="calibration">
      <figcaption className="muted">{caption}</figcaption>
      <ul>
        {points.map(({ threads, ms }) => (
          <li key={threads} data-chosen={threads === chosen || undefined}>
            <span>{words.threadCount(threads)}</span>
            <span className="calibration-track">
              <span className="calibration-bar" style={{ width: `${(ms / slowest) * 100}%` }} />
            </span>
            <span className="number">
              {words.perToken(ms < 100 ? ms.toPrecision(3) : formatCount(Math.round(ms)))}
              {threads === chosen ? ` · ${words.chosen}` : ''}
            </span>
          </li>
        ))}
      </ul>
    </figure>
  )
}
