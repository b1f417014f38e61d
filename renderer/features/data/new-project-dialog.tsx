import { useEffect, useState } from 'react'
import { client } from '../../app/client.ts'
import { describeError } from '../../app/errors.ts'
import { pickPath } from '../../app/pick-path.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { folderNameFor, joinFolder } from './project-path.ts'

/** Asks for a name and a place, and makes the project. The parent shows it only while it is wanted. */
export function NewProjectDialog({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState('My code data')
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
      await client.dataset.createProject({ folder, name: name.trim() })
      onClose()
    } catch (error) {
      setProblem(describeError(error)?.message ?? null)
      setPending(false)
    }
  }

  return (
    <Dialog
      title="New project"
      isOpen
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>Cancel</Button>
          <Button variant="primary" isDisabled={folder === null} isPending={pending} onPress={() => void create()}>
            Create project
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
        <TextField label="Name" value={name} onChange={setName} autoFocus error={problem} />
        <div className="data-new-project-place">
          <TextField label="Inside the folder" value={parent} onChange={setParent} monospace />
          <Button
            onPress={() =>
              void pickPath({ kind: 'open-folder', title: 'Where to put the project' }).then((path) => path && setParent(path))
            }
          >
            Browse…
          </Button>
        </div>
        <p className="muted">
          {folder === null ? 'A project is a folder that holds your documents, signals and recipe.' : `Makes ${folder}`}
        </p>
        <button type="submit" hidden />
      </form>
    </Dialog>
  )
}
