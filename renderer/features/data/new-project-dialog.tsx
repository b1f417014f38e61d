import { useEffect, useRef, useState } from 'react'
import { showText } from '#contracts/visible-text'
import { client } from '../../app/connection/client.ts'
import { pathIn } from '../../app/path-picker/host-path.ts'
import { pickPath } from '../../app/path-picker/pick-path.ts'
import { createProject } from '../../app/project/project-session.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { type CreationProblem, findCreationProblem } from './creation-problem.ts'
import { folderNameFor, isWholePath } from './project-path.ts'
import { text } from './text.ts'
import './new-project-dialog.css'

/** Asks for a name and a place, and makes the project. The parent shows it only while it is wanted. */
export function NewProjectDialog({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState(text.naming.suggestedName)
  const [parent, setParent] = useState('')
  const [problem, setProblem] = useState<CreationProblem | null>(null)
  const [pending, setPending] = useState(false)
  const placeRow = useRef<HTMLDivElement>(null)
  const folderName = folderNameFor(name)
  const place = parent.trim()
  const folder = place === '' || folderName === '' ? null : pathIn(place, folderName)

  useEffect(() => {
    client.workspace.list({ folder: null }).then(
      (home) => {
        // Who is in the field already is about to type or paste, and would get both texts.
        const isBeingFilled = placeRow.current?.contains(document.activeElement) ?? true
        setParent((chosen) => (chosen === '' && !isBeingFilled ? home.folder : chosen))
      },
      // Without a home folder the person chooses one.
      () => {},
    )
  }, [])

  const create = async () => {
    if (folder === null) return
    if (!isWholePath(place)) {
      setProblem({ field: 'parent', message: text.naming.notWhole })
      return
    }
    setPending(true)
    try {
      await createProject({ folder, name: name.trim() })
      onClose()
    } catch (error) {
      setProblem(await findCreationProblem(error, place))
      setPending(false)
    }
  }

  const problemAt = (field: CreationProblem['field']) => (problem?.field === field ? problem.message : null)
  /** What was wrong with the last try need not be wrong with what is written now. */
  const change = (set: (value: string) => void) => (value: string) => {
    set(value)
    setProblem(null)
  }

  return (
    <Dialog
      title={text.naming.title}
      isOpen
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>{text.naming.cancel}</Button>
          <Button variant="primary" isDisabled={folder === null} isPending={pending} onPress={() => void create()}>
            {text.naming.create}
          </Button>
        </>
      }
    >
      <form
        className="data-new-project"
        onSubmit={(event) => {
          event.preventDefault()
          void create()
        }}
      >
        <TextField label={text.naming.name} value={name} onChange={change(setName)} autoFocus error={problemAt('name')} />
        <div className="data-new-project-place" ref={placeRow}>
          <TextField
            label={text.naming.parent}
            value={parent}
            onChange={change(setParent)}
            monospace
            error={problemAt('parent')}
          />
          <Button
            onPress={() =>
              void pickPath({ kind: 'open-folder', title: text.naming.browseTitle }).then(
                (path) => path && change(setParent)(path),
              )
            }
          >
            {text.naming.browse}
          </Button>
        </div>
        <p className="muted">
          {folder === null || !isWholePath(place) ? text.naming.hint : showText(text.naming.result(folder))}
        </p>
        <button type="submit" hidden />
      </form>
    </Dialog>
  )
}
