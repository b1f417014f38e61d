import { useEffect, useState } from 'react'
import { client } from '../../app/client.ts'
import { describeError } from '../../app/errors.ts'
import { pickPath } from '../../app/pick-path.ts'
import { createProject } from '../../app/project-session.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { folderNameFor, joinFolder } from './project-path.ts'
import { text } from './text.ts'
import './new-project-dialog.css'

/** Asks for a name and a place, and makes the project. The parent shows it only while it is wanted. */
export function NewProjectDialog({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState(text.naming.suggestedName)
  const [parent, setParent] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const [pending, setPending] = useState(false)
  const folderName = folderNameFor(name)
  const folder = parent === '' || folderName === '' ? null : joinFolder(parent, folderName)

  useEffect(() => {
    // Without a home folder the person chooses one.
    client.workspace.list({ folder: null }).then(
      (home) => setParent((chosen) => chosen || home.folder),
      () => {},
    )
  }, [])

  const create = async () => {
    if (folder === null) return
    setPending(true)
    try {
      await createProject({ folder, name: name.trim() })
      onClose()
    } catch (error) {
      setProblem(describeError(error)?.message ?? null)
      setPending(false)
    }
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
        <TextField label={text.naming.name} value={name} onChange={setName} autoFocus error={problem} />
        <div className="data-new-project-place">
          <TextField label={text.naming.parent} value={parent} onChange={setParent} monospace />
          <Button
            onPress={() =>
              void pickPath({ kind: 'open-folder', title: text.naming.browseTitle }).then((path) => path && setParent(path))
            }
          >
            {text.naming.browse}
          </Button>
        </div>
        <p className="muted">{folder === null ? text.naming.hint : text.naming.result(folder)}</p>
        <button type="submit" hidden />
      </form>
    </Dialog>
  )
}
