import { Database, FolderOpen } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { RecentProject } from '#contracts/dataset'
import { showText } from '#contracts/visible-text'
import { runCommand } from '../../app/commands/commands.ts'
import { askUntilAnswered } from '../../app/connection/ask-until-answered.ts'
import { reportError } from '../../app/notices/notify.ts'
import { openProject } from '../../app/project/project-session.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { text } from './text.ts'
import './no-project.css'

/** What the place is for, and the projects of the last days. */
export function NoProject() {
  const [recent, setRecent] = useState<RecentProject[]>([])
  useEffect(() => {
    const aborter = new AbortController()
    askUntilAnswered((engine, signal) => engine.dataset.recentProjects(undefined, { signal }), aborter.signal).then(
      setRecent,
      (error) => (aborter.signal.aborted ? undefined : reportError(error)),
    )
    return () => aborter.abort()
  }, [])
  return (
    <EmptyState
      icon={Database}
      title={text.noProject.title}
      actions={
        <>
          <Button variant="primary" data-place-focus onPress={() => runCommand('project.new')}>
            {text.newProject}
          </Button>
          <Button onPress={() => runCommand('project.open')}>{text.openProject}</Button>
          <Button onPress={() => runCommand('project.open-sample')}>{text.openSample}</Button>
          {recent.length > 0 ? <RecentProjects projects={recent} /> : null}
        </>
      }
    >
      {text.noProject.body}
    </EmptyState>
  )
}

function RecentProjects({ projects }: { projects: RecentProject[] }) {
  return (
    <section className="data-recent" aria-label={text.noProject.recent}>
      <h3>{text.noProject.recent}</h3>
      <ul>
        {projects.slice(0, 8).map((project) => (
          <li key={project.folder}>
            <button
              type="button"
              className="data-recent-project"
              disabled={!project.exists}
              onClick={() => void openProject(project.folder)}
            >
              <FolderOpen size={14} strokeWidth={1.75} aria-hidden />
              <span className="data-recent-name truncate">{showText(project.name)}</span>
              <span className="data-recent-folder muted truncate">
                {project.exists ? showText(project.folder) : text.noProject.gone}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
