import { CircleAlert, CircleCheck, TriangleAlert, X } from 'lucide-react'
import { formatBytes, formatCompact, formatCount } from '#contracts/format-quantity'
import type { ModelFile, ModelState } from '#contracts/models'
import { showText } from '#contracts/visible-text'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { text } from './text.ts'
import { useModelFit } from './use-model-fit.ts'
import { loadModel, removeModel, unloadModel, useModels } from './use-models.ts'

/** One model file: what it is, whether it fits, and the button that loads it. */
export function ModelCard({ model, state }: { model: ModelFile; state: ModelState | undefined }) {
  const failure = useModels((models) => models.failures[model.file])
  const stateFailure = state?.status === 'failed' && state.file === model.file ? state.message : undefined
  const isLoaded = state?.status === 'ready' && state.model.file === model.file
  const loading = state?.status === 'loading' && state.file === model.file ? state : null
  const progress = loading?.progress ?? null
  const doing = loading?.stage === 'warming-up' ? text.warmingUp : text.loading(Math.round((progress ?? 0) * 100))
  const other = model.kind === 'model' ? null : text.kinds[model.kind]
  const problem = model.problem ?? failure ?? stateFailure
  return (
    <li className="model-card" aria-label={showText(model.name)}>
      <div className="model-card-head">
        <h3 className="truncate">{showText(model.name)}</h3>
        {isLoaded ? <Badge tone="accent">{text.loaded}</Badge> : null}
        {model.bundled ? <Badge>{text.bundled}</Badge> : null}
        {model.header && !model.problem ? <Badge>{model.header.infill ? text.infill : text.noInfill}</Badge> : null}
        {other ? <Badge>{other}</Badge> : model.problem ? <Badge tone="danger">{text.unreadable}</Badge> : null}
        <span className="status-space" />
        {progress === null ? null : <Button onPress={() => void unloadModel()}>{text.cancel}</Button>}
        {model.bundled || isLoaded || progress !== null ? null : (
          <IconButton icon={X} size="small" label={text.remove} onPress={() => void removeModel(model.file)} />
        )}
        {isLoaded ? (
          <Button onPress={() => void unloadModel()}>{text.unload}</Button>
        ) : (
          <Button
            isDisabled={model.header === null || other !== null}
            isPending={progress !== null}
            aria-label={`${text.load} ${showText(model.name)}`}
            onPress={() => void loadModel(model.file)}
          >
            {progress === null ? text.load : doing}
          </Button>
        )}
      </div>
      {progress === null ? null : <ProgressBar label={doing} value={progress} />}
      <ModelFacts model={model} />
      {model.header && !isLoaded && progress === null && !problem ? (
        <FitLine file={model.file} moment={state?.status ?? ''} />
      ) : null}
      {other ? (
        <p className="model-fit">{showText(model.problem ?? '')}</p>
      ) : problem ? (
        <p className="model-problem" role="alert">
          <CircleAlert size={15} aria-hidden />
          {showText(problem)}
        </p>
      ) : null}
    </li>
  )
}

function ModelFacts({ model: { header, problem, sizeBytes, file } }: { model: ModelFile }) {
  const { facts } = text
  const rows: [string, string][] = [
    // What a damaged header says is not worth showing.
    ...(header && problem === null
      ? ([
          [facts.architecture, header.architecture],
          [facts.parameters, header.parameterCount === null ? facts.unknown : formatCompact(header.parameterCount)],
          [facts.quantisation, header.quantisation],
          [facts.context, header.contextLength === null ? facts.unknown : facts.tokens(formatCount(header.contextLength))],
          [facts.licence, header.licence ?? facts.unknown],
        ] as [string, string][])
      : []),
    // The size of a file that cannot be read is not known.
    ...(sizeBytes > 0 ? ([[facts.size, formatBytes(sizeBytes)]] as [string, string][]) : []),
  ]
  return (
    <>
      {rows.length === 0 ? null : (
        <dl className="model-facts number">
          {rows.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{showText(value)}</dd>
            </div>
          ))}
        </dl>
      )}
      <p className="model-file mono truncate" title={showText(file)}>
        {showText(file)}
      </p>
    </>
  )
}

function FitLine({ file, moment }: { file: string; moment: string }) {
  const state = useModelFit(file, moment)
  if (state.status === 'checking') return <p className="model-fit">{text.fit.checking}</p>
  if (state.status === 'failed') return <p className="model-fit">{text.fit.failed}</p>
  const { fits, requiredBytes, availableBytes, device, gpuLayers, totalLayers, contextSize } = state.fit
  const words = fits
    ? [
        text.fit.fits(requiredBytes, availableBytes, device),
        ...(gpuLayers > 0 ? [text.fit.layers(gpuLayers, totalLayers)] : []),
        text.fit.context(formatCount(contextSize)),
      ].join(' · ')
    : text.fit.tooLarge(requiredBytes, availableBytes, device)
  return (
    <p className="model-fit number" data-fits={fits}>
      {fits ? <CircleCheck size={15} aria-hidden /> : <TriangleAlert size={15} aria-hidden />}
      {showText(words)}
    </p>
  )
}
