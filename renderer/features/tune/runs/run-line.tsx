import { showText } from '#contracts/visible-text'
import { actOnJob } from '../../../app/jobs/act-on-job.ts'
import { describeProgress } from '../../../app/jobs/job-progress.ts'
import { useJobs } from '../../../app/jobs/jobs-store.ts'
import { Button } from '../../../ui/button.tsx'
import { ProgressBar } from '../../../ui/progress-bar.tsx'
import { text } from '../text.ts'
import { useTuneStore } from '../tune-store.ts'
import './run-line.css'

/** How far the run of the recipe is; without one, whether rules wait for one. */
export function RunLine() {
  const running = useJobs().find(({ kind, state }) => kind === 'curate' && state === 'running')
  const waiting = useTuneStore((state) => state.answer?.preview.effects.filter(({ waitsFor }) => waitsFor !== null).length ?? 0)
  if (running) {
    return (
      <section className="tune-run" aria-label={text.run.progress}>
        <p className="truncate">{showText(running.title)}</p>
        <div className="tune-run-bar">
          <ProgressBar label={running.title} value={running.total ? running.done / running.total : null} />
        </div>
        <p className="muted number truncate">{describeProgress(running)}</p>
        <span className="tune-run-space" />
        <Button size="small" onPress={() => actOnJob(running, 'cancel')}>
          {text.run.stop}
        </Button>
      </section>
    )
  }
  if (waiting === 0) return null
  return (
    <section className="tune-run" data-waits aria-label={text.run.progress}>
      <p>{text.run.waits(waiting)}</p>
    </section>
  )
}
