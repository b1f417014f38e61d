import { FolderInput } from 'lucide-react'
import type { Job } from '#contracts/jobs'
import { runCommand } from '../../app/commands.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { formatCount } from '../../ui/format-quantity.ts'
import { ProgressBar } from '../../ui/progress-bar.tsx'

/** A project without documents: imports the first folder, or shows how far that has come. */
export function EmptyProject({ name, jobs }: { name: string; jobs: Job[] }) {
  const running = jobs.find((job) => job.kind === 'import' && job.state === 'running')
  if (running) {
    return (
      <EmptyState
        icon={FolderInput}
        title="Importing…"
        actions={
          <div className="data-first-import">
            <ProgressBar
              label={running.title}
              value={running.total === null ? null : running.done / Math.max(1, running.total)}
            />
          </div>
        }
      >
        {running.title}: {formatCount(running.done)} files read. Documents appear here as soon as they are stored.
      </EmptyState>
    )
  }
  return (
    <EmptyState
      icon={FolderInput}
      title={`${name} is empty`}
      actions={
        <Button variant="primary" onPress={() => runCommand('data.import-folder')}>
          Import a folder of code…
        </Button>
      }
    >
      Every text file of the folder becomes a document and is measured: lengths, character mix and more. What .gitignore leaves
      out, binary files and files above 1 MB are skipped and listed.
    </EmptyState>
  )
}
