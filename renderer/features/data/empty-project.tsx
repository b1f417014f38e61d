import { FolderInput } from 'lucide-react'
import type { Job } from '#contracts/jobs'
import { runCommand } from '../../app/commands/commands.ts'
import { describeProgress } from '../../app/jobs/job-progress.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { text } from './text.ts'
import './empty-project.css'

/** A project without documents: imports the first folder, or shows how far that has come. */
export function EmptyProject({ name, jobs }: { name: string; jobs: Job[] }) {
  const running = jobs.find((job) => job.kind === 'import' && job.state === 'running')
  if (running) {
    return (
      <EmptyState
        icon={FolderInput}
        title={text.emptyProject.importing}
        actions={
          <div className="data-first-import">
            <ProgressBar
              label={running.title}
              value={running.total === null ? null : running.done / Math.max(1, running.total)}
            />
          </div>
        }
      >
        {text.emptyProject.progress(running.title, describeProgress(running))}
      </EmptyState>
    )
  }
  return (
    <EmptyState
      icon={FolderInput}
      title={text.emptyProject.title(name)}
      actions={
        <>
          <Button variant="primary" data-place-focus onPress={() => runCommand('data.import-folder')}>
            {text.emptyProject.import}
          </Button>
          <Button onPress={() => runCommand('data.import')}>{text.emptyProject.importFiles}</Button>
        </>
      }
    >
      {text.emptyProject.body}
    </EmptyState>
  )
}
