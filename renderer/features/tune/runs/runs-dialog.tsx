import { useState } from 'react'
import type { CurationRun } from '#contracts/curation-report'
import { showText } from '#contracts/visible-text'
import { useJobs } from '../../../app/jobs/jobs-store.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { Select } from '../../../ui/select.tsx'
import { Spinner } from '../../../ui/spinner.tsx'
import { text } from '../text.ts'
import { closeTuneDialog } from '../tune-dialogs.ts'
import { RunComparison } from './run-comparison.tsx'
import { RunReport } from './run-report.tsx'
import { useRuns } from './use-runs.ts'
import './runs.css'

/** What the runs of recipes did: one of them in full, or two side by side. */
export function RunsDialog() {
  const runs = useRuns()
  return (
    <Dialog
      title={text.runs.title}
      isOpen
      onClose={closeTuneDialog}
      size="wide"
      footer={<Button onPress={closeTuneDialog}>{text.close}</Button>}
    >
      {runs === null ? <Spinner label={text.runs.loading} /> : runs.length === 0 ? <p>{text.runs.none}</p> : <Runs runs={runs} />}
    </Dialog>
  )
}

const nothing = 'none'

function Runs({ runs }: { runs: CurationRun[] }) {
  const jobs = useJobs()
  const [chosen, setChosen] = useState<string | null>(null)
  const [other, setOther] = useState<string>(nothing)
  const options = runs.map((run) => {
    const job = jobs.find(({ id }) => id === run.jobId)
    return { id: String(run.id), label: text.runs.name(run, showText(job?.title ?? text.run.title), job?.state) }
  })
  const run = runs.find(({ id }) => String(id) === chosen) ?? (runs[0] as CurationRun)
  const compared = runs.find(({ id }) => String(id) === other)
  return (
    <>
      <div className="tune-runs-choice">
        <Select label={text.runs.choose} options={options} value={String(run.id)} onChange={setChosen} />
        {runs.length > 1 ? (
          <Select
            label={text.runs.compare}
            options={[{ id: nothing, label: text.runs.noOther }, ...options.filter(({ id }) => id !== String(run.id))]}
            value={compared && compared !== run ? other : nothing}
            onChange={setOther}
          />
        ) : null}
      </div>
      {compared && compared !== run ? <RunComparison run={run} other={compared} /> : <RunReport run={run} />}
    </>
  )
}
