import { Box, CircleAlert, CircleCheck, CirclePause, Database, Sparkles } from 'lucide-react'
import { Button } from 'react-aria-components'
import { formatBytes, formatDuration } from '#contracts/format-quantity'
import type { ModelState } from '#contracts/models'
import { showText } from '#contracts/visible-text'
import { Spinner } from '../../ui/spinner.tsx'
import { JobsButton } from '../jobs/jobs-button.tsx'
import { type LastCompletion, useLastCompletion } from '../model/completion-status.ts'
import { useModelState } from '../model/model-store.ts'
import { describeError } from '../notices/errors.ts'
import { useProject } from '../project/project-store.ts'
import { useSettings } from '../settings/settings-store.ts'
import { navigate } from './navigation.ts'
import { text } from './text.ts'
import './status-bar.css'

/** What is open, what runs where, and what became of the last suggestion. */
export function StatusBar() {
  const project = useProject()
  return (
    <section className="status-bar" aria-label={text.status.label}>
      <Button className="status-item" onPress={() => navigate('data')}>
        <Database size={13} aria-hidden />
        <span className="truncate">{project ? showText(project.name) : text.status.noProject}</span>
      </Button>
      <ModelItem />
      <CompletionItem />
      <span className="status-space" />
      <JobsButton />
    </section>
  )
}

function ModelItem() {
  const state = useModelState()
  const loading = state?.status === 'choosing' || state?.status === 'loading' || state?.status === 'restarting'
  const failed = state?.status === 'failed'
  return (
    <Button className="status-item" data-tone={failed ? 'danger' : 'neutral'} onPress={() => navigate('models')}>
      {loading ? <Spinner size={13} /> : failed ? <CircleAlert size={13} aria-hidden /> : <Box size={13} aria-hidden />}
      <span className="truncate number">{showText(describeModel(state))}</span>
    </Button>
  )
}

function describeModel(state: ModelState | undefined): string {
  if (!state) return text.status.modelUnknown
  switch (state.status) {
    case 'none':
      return text.status.noModel
    case 'choosing':
      return text.status.choosing
    case 'loading':
      if (state.stage === 'warming-up') return text.status.warmingUp(state.name)
      return text.status.loading(state.name, Math.round(state.progress * 100))
    case 'failed':
      return text.status.failed(state.name)
    case 'restarting':
      return text.status.restarting
    case 'ready': {
      const { name, device, gpuLayers, totalLayers, memoryBytes } = state.model
      const layers = gpuLayers > 0 ? [text.status.layers(gpuLayers, totalLayers)] : []
      return [name, device, ...layers, formatBytes(memoryBytes)].join(' · ')
    }
  }
}

function CompletionItem() {
  const last = useLastCompletion((state) => state.last)
  const enabled = useSettings()?.completion.enabled ?? true
  const failed = last?.status === 'failed'
  const Icon = failed ? CircleAlert : enabled ? (wasShown(last) ? CircleCheck : Sparkles) : CirclePause
  const isReady = useModelState()?.status === 'ready'
  const words = enabled ? (isReady && isModelMissing(last) ? '' : describeCompletion(last)) : text.outcomes.paused
  return (
    <output className="status-item" data-tone={failed ? 'danger' : 'neutral'}>
      {words ? <Icon size={13} aria-hidden /> : null}
      <span className="truncate number">{showText(words)}</span>
    </output>
  )
}

/** What was true of the last request is no news once the model is there. */
function isModelMissing(last: LastCompletion): boolean {
  return last?.status === 'ended' && ['no-model', 'model-loading', 'model-restarting'].includes(last.outcome)
}

function wasShown(last: LastCompletion): boolean {
  return last?.status === 'ended' && last.outcome === 'shown'
}

function describeCompletion(last: LastCompletion): string {
  if (!last) return ''
  if (last.status === 'failed') return describeError(last.error)?.title ?? text.status.suggestionFailed
  const { outcome, timings } = last
  if (!timings) return text.outcomes[outcome]
  if (timings.cached) return [text.outcomes[outcome], text.status.cached].join(' · ')
  const rate = timings.generateMs > 0 ? Math.round((timings.generatedTokens / timings.generateMs) * 1000) : 0
  const speed = rate > 0 ? [text.status.tokensPerSecond(rate)] : []
  // Without a model nothing was done that could take time.
  const duration = timings.totalMs >= 1 ? [formatDuration(timings.totalMs)] : []
  return [text.outcomes[outcome], ...duration, ...speed].join(' · ')
}
