import { Check, ChevronDown } from 'lucide-react'
import { commands } from '#contracts/commands'
import { commandKey, runCommand } from '../../../app/commands/commands.ts'
import { useProject } from '../../../app/project/project-store.ts'
import { Button } from '../../../ui/button.tsx'
import { Menu, type MenuAction } from '../../../ui/menu.tsx'
import { useDataStore } from '../data-store.ts'
import { startQueue } from './review-actions.ts'
import { text } from './text.ts'
import { useQueues } from './use-queues.ts'

type ReviewCommand = Extract<keyof typeof commands, `review.${string}`>

/** What can be done with labels as a whole. */
export function ReviewMenu() {
  const project = useProject()
  const queues = useQueues(project ? `${project.folder} ${project.dataRevision} ${project.recipeRevision}` : null)
  const column = useDataStore((state) => state.sort.column)
  const queue = queues.find(({ sort }) => sort.column === column)
  return (
    <Menu
      label={text.review}
      actions={[
        ...queues.map((each) => ({ id: each.title, label: text.queue(each.title), onAction: () => startQueue(each) })),
        null,
        toAction('review.duplicates'),
        toAction('review.keep-all'),
        toAction('review.drop-all'),
        toAction('review.unsure-all'),
        toAction('review.clear-all'),
        toAction('review.metadata-all'),
        null,
        toAction('review.rate'),
        toAction('review.train-quality'),
        null,
        toAction('review.export'),
        toAction('review.import'),
      ]}
    >
      <Button>
        <Check size={15} strokeWidth={1.75} aria-hidden />
        {queue ? text.reviewing(queue.title) : text.review}
        <ChevronDown size={14} aria-hidden />
      </Button>
    </Menu>
  )
}

function toAction(id: ReviewCommand): MenuAction {
  return { id, label: commands[id].title, shortcut: commandKey(id), onAction: () => runCommand(id) }
}
