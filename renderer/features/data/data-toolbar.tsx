import { ChevronDown, Download, FolderInput, Gauge } from 'lucide-react'
import type { Project, Signal } from '#contracts/dataset'
import { formatCount } from '#contracts/format-quantity'
import { showText } from '#contracts/visible-text'
import { commandKey, runCommand } from '../../app/commands/commands.ts'
import { useJobs } from '../../app/jobs/jobs-store.ts'
import { Button } from '../../ui/button.tsx'
import { Menu } from '../../ui/menu.tsx'
import { ColumnsButton } from './columns-button.tsx'
import { useDataStore } from './data-store.ts'
import { ReviewMenu } from './review/review-menu.tsx'
import { text } from './text.ts'
import type { TableColumns } from './use-project-data.ts'
import './data-toolbar.css'

export interface DataToolbarProps {
  project: Project
  /** Exact size of the set that the table shows; null until it is known. */
  total: number | null
  /** Whether filters leave documents out. */
  isNarrowed: boolean
  signals: Signal[]
  columns: TableColumns
}

/** What can be done with the project, and how many documents the table holds of how many. */
export function DataToolbar({ project, total, isNarrowed, signals, columns }: DataToolbarProps) {
  const isScoring = useJobs().some((job) => job.kind === 'score' && job.state === 'running')
  return (
    <div className="data-toolbar" role="toolbar" aria-label={text.toolbar.label}>
      <Menu
        label={text.toolbar.label}
        actions={[
          { id: 'new', label: text.newProject, shortcut: commandKey('project.new'), onAction: () => runCommand('project.new') },
          {
            id: 'open',
            label: text.openProject,
            shortcut: commandKey('project.open'),
            onAction: () => runCommand('project.open'),
          },
          { id: 'sample', label: text.openSample, onAction: () => runCommand('project.open-sample') },
          null,
          { id: 'close', label: text.closeProject, onAction: () => runCommand('project.close') },
        ]}
      >
        <Button variant="quiet">
          <strong className="data-project-name truncate">{showText(project.name)}</strong>
          <ChevronDown size={14} aria-hidden />
        </Button>
      </Menu>
      <Button onPress={() => runCommand('data.import')}>
        <FolderInput size={15} strokeWidth={1.75} aria-hidden />
        {text.toolbar.import}
      </Button>
      <Button onPress={() => runCommand('data.export')}>
        <Download size={15} strokeWidth={1.75} aria-hidden />
        {text.toolbar.export}
      </Button>
      <Button isDisabled={isScoring} onPress={() => runCommand('data.score')}>
        <Gauge size={15} strokeWidth={1.75} aria-hidden />
        {isScoring ? text.toolbar.scoring : text.toolbar.score}
      </Button>
      <ReviewMenu />
      <span className="data-toolbar-space" />
      <p className="data-total number" data-testid="total-documents" data-value={total ?? ''} aria-live="polite">
        {total === null ? null : <TotalLine total={total} project={project} isNarrowed={isNarrowed} />}
      </p>
      <ColumnsButton signals={signals} columns={columns} />
    </div>
  )
}

/** The rows may be behind the project while an import runs, so a smaller number alone is no sign of a filter. */
function TotalLine({ total, project, isNarrowed }: { total: number; project: Project; isNarrowed: boolean }) {
  const isExact = useDataStore(({ search }) => search === null || (search.state === 'done' && search.givenUp === 0))
  return !isNarrowed || total === project.documentCount ? (
    <>
      <strong>{formatCount(total)}</strong> {text.toolbar.documents(project.sizeBytes)}
    </>
  ) : (
    <>
      {isExact ? null : `${text.toolbar.atLeast} `}
      <strong>{formatCount(total)}</strong> {text.toolbar.ofDocuments(project.documentCount)}
    </>
  )
}
