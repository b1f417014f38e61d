import { ChevronDown, Download, FolderInput, Gauge } from 'lucide-react'
import type { Project, Signal } from '#contracts/dataset'
import { commandKey, runCommand } from '../../app/commands.ts'
import { type ExportChoice, exportDocuments } from '../../app/document-jobs.ts'
import { useJobs } from '../../app/jobs-store.ts'
import { useModelState } from '../../app/model-store.ts'
import { Button } from '../../ui/button.tsx'
import { formatBytes, formatCount } from '../../ui/format-quantity.ts'
import { Menu } from '../../ui/menu.tsx'
import { ColumnsButton } from './columns-button.tsx'

export interface DataToolbarProps {
  project: Project
  /** Exact size of the set that the table shows; null until it is known. */
  total: number | null
  signals: Signal[]
  columns: Signal[]
}

/** What can be done with the project, and how many documents the table holds of how many. */
export function DataToolbar({ project, total, signals, columns }: DataToolbarProps) {
  const isScoring = useJobs().some((job) => job.kind === 'score' && job.state === 'running')
  const model = useModelState()
  return (
    <div className="data-toolbar" role="toolbar" aria-label="Project">
      <Menu
        label="Project"
        actions={[
          { id: 'new', label: 'New project…', shortcut: commandKey('project.new'), onAction: () => runCommand('project.new') },
          {
            id: 'open',
            label: 'Open project…',
            shortcut: commandKey('project.open'),
            onAction: () => runCommand('project.open'),
          },
          null,
          { id: 'close', label: 'Close project', onAction: () => runCommand('project.close') },
        ]}
      >
        <Button variant="quiet">
          <strong className="data-project-name truncate">{project.name}</strong>
          <ChevronDown size={14} aria-hidden />
        </Button>
      </Menu>
      <Button onPress={() => runCommand('data.import-folder')}>
        <FolderInput size={15} strokeWidth={1.75} aria-hidden />
        Import folder…
      </Button>
      <Menu
        label="Export"
        actions={exportChoices.map(([id, label]) => ({ id, label, onAction: () => void exportDocuments(id) }))}
      >
        <Button>
          <Download size={15} strokeWidth={1.75} aria-hidden />
          Export
          <ChevronDown size={14} aria-hidden />
        </Button>
      </Menu>
      <Button isDisabled={isScoring || model?.status !== 'ready'} onPress={() => runCommand('data.score')}>
        <Gauge size={15} strokeWidth={1.75} aria-hidden />
        {isScoring ? 'Scoring…' : 'Score with model'}
      </Button>
      <span className="data-toolbar-space" />
      <p className="data-total number" data-testid="total-documents" data-value={total ?? ''} aria-live="polite">
        {total === null ? null : <TotalLine total={total} project={project} />}
      </p>
      <ColumnsButton signals={signals} columns={columns} />
    </div>
  )
}

const exportChoices: [ExportChoice, string][] = [
  ['kept', 'Kept documents…'],
  ['dropped', 'Dropped documents…'],
  ['all', 'All documents…'],
]

function TotalLine({ total, project }: { total: number; project: Project }) {
  return total === project.documentCount ? (
    <>
      <strong>{formatCount(total)}</strong> documents · {formatBytes(project.sizeBytes)}
    </>
  ) : (
    <>
      <strong>{formatCount(total)}</strong> of {formatCount(project.documentCount)} documents
    </>
  )
}
