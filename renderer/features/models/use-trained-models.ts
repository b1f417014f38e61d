import { useEffect, useState } from 'react'
import type { TrainedModel } from '#contracts/curation'
import { askUntilAnswered } from '../../app/connection/ask-until-answered.ts'
import { useJobs } from '../../app/jobs/jobs-store.ts'
import { reportError } from '../../app/notices/notify.ts'
import { useProject } from '../../app/project/project-store.ts'

/** What was trained in the open project, asked again whenever a job ends or `round` changes; null without a project, or before it is known. */
export function useTrainedModels(round: number): TrainedModel[] | null {
  const folder = useProject()?.folder ?? null
  const ended = useJobs()
    .filter(({ endedAt }) => endedAt !== null)
    .map(({ id, endedAt }) => `${id} ${endedAt}`)
    .join()
  const [models, setModels] = useState<TrainedModel[] | null>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: what ended, and the round, say when the answer may have changed.
  useEffect(() => {
    if (folder === null) {
      setModels(null)
      return
    }
    const aborter = new AbortController()
    askUntilAnswered((engine, signal) => engine.curation.trainedModels(undefined, { signal }), aborter.signal).then(
      (answer) => setModels(answer.models),
      (error) => (aborter.signal.aborted ? undefined : reportError(error)),
    )
    return () => aborter.abort()
  }, [folder, ended, round])
  return models
}
