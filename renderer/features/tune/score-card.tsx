import { Gauge } from 'lucide-react'
import { runCommand } from '../../app/commands/commands.ts'
import { useJobs } from '../../app/jobs/jobs-store.ts'
import { useModelState } from '../../app/model/model-store.ts'
import { navigate } from '../../app/shell/navigation.ts'
import { Button } from '../../ui/button.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { text } from './text.ts'
import './score-card.css'

/** Says what the model's perplexity is good for, while the project does not have it or not of all documents. */
export function ScoreCard({ hasScores }: { hasScores: boolean }) {
  const newest = useJobs().find((job) => job.kind === 'score')
  const model = useModelState()
  const running = newest?.state === 'running' ? newest : undefined
  if (hasScores && (!newest || newest.state === 'done')) return null
  return (
    <section className="tune-score" aria-label={text.score.title}>
      <h3>
        <Gauge size={14} strokeWidth={1.75} aria-hidden />
        {text.score.title}
      </h3>
      <p>{text.score.body}</p>
      {running ? (
        <>
          <ProgressBar label={running.title} value={running.total === null ? null : running.done / Math.max(1, running.total)} />
          <p className="muted number">{text.score.running(running.done, running.total)}</p>
        </>
      ) : model?.status === 'ready' ? (
        <Button size="small" onPress={() => runCommand('data.score')}>
          {hasScores ? text.score.goOn : text.score.start}
        </Button>
      ) : (
        <Button size="small" onPress={() => navigate('models')}>
          {text.score.noModel}
        </Button>
      )}
    </section>
  )
}
