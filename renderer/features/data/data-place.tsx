import { useCallback, useEffect, useState } from 'react'
import { showText } from '#contracts/visible-text'
import { useCommand } from '../../app/commands/commands.ts'
import { useJobs } from '../../app/jobs/jobs-store.ts'
import { notify } from '../../app/notices/notify.ts'
import { scoreWithModel } from '../../app/project/document-jobs.ts'
import { closeProject, openSample } from '../../app/project/project-session.ts'
import { useProject } from '../../app/project/project-store.ts'
import { takeParams, usePlaceParams } from '../../app/shell/navigation.ts'
import { Spinner } from '../../ui/spinner.tsx'
import { selectDocument } from './data-store.ts'
import { DocumentsView } from './documents-view.tsx'
import { EmptyProject } from './empty-project.tsx'
import { exportShown } from './export-shown.ts'
import { toggleHeat } from './heat/heat-store.ts'
import { ImportDialog } from './import/import-dialog.tsx'
import { openImport, pickFolderToImport } from './import/import-store.ts'
import { text as importText } from './import/text.ts'
import { useFileDrop } from './import/use-file-drop.ts'
import { NewProjectDialog } from './new-project-dialog.tsx'
import { NoProject } from './no-project.tsx'
import { pickAndOpenProject } from './project-actions.ts'
import { text } from './text.ts'
import './data.css'

/** The place to look at code data. */
export function DataPlace() {
  const project = useProject()
  const jobs = useJobs()
  const params = usePlaceParams('data')
  const [isNaming, setIsNaming] = useState(false)
  const isOpen = project !== null && project !== undefined
  const hasDocuments = isOpen && project.documentCount > 0

  useCommand('project.new', () => setIsNaming(true))
  useCommand('project.open', () => void pickAndOpenProject())
  useCommand('project.open-sample', () => void openSample())
  useCommand('project.close', project ? () => void closeProject(project.folder) : null)
  useCommand('data.import-folder', isOpen ? () => void pickFolderToImport() : null)
  useCommand('data.import', isOpen ? () => openImport() : null)
  useCommand('data.export', hasDocuments ? exportShown : null)
  useCommand('data.heat', hasDocuments ? toggleHeat : null)
  useCommand('data.score', hasDocuments ? () => void scoreWithModel() : null)

  const takeDrop = useCallback((paths: string[]) => {
    if (paths.length === 0) notify({ ...importText.noPaths })
    openImport(paths)
  }, [])
  const isDropOver = useFileDrop(isOpen ? takeDrop : null)

  useEffect(() => {
    if (!params || !hasDocuments) return
    if (params.documentId !== undefined) selectDocument(params.documentId)
    takeParams('data')
  }, [params, hasDocuments])

  return (
    <>
      {project === undefined ? (
        <div className="data-waiting">
          <Spinner label={text.loadingProject} />
        </div>
      ) : project === null ? (
        <NoProject />
      ) : project.documentCount === 0 ? (
        <EmptyProject name={showText(project.name)} jobs={jobs} />
      ) : (
        <DocumentsView project={project} />
      )}
      <ImportDialog />
      {isDropOver ? (
        <div className="import-drop">
          <span>{importText.drop}</span>
        </div>
      ) : null}
      {isNaming ? <NewProjectDialog onClose={() => setIsNaming(false)} /> : null}
    </>
  )
}
