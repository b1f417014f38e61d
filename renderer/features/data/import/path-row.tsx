import { useState } from 'react'
import type { PickPathRequest } from '#contracts/host'
import { pickPath } from '../../../app/path-picker/pick-path.ts'
import { Button } from '../../../ui/button.tsx'
import { Spinner } from '../../../ui/spinner.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { isWholePath } from '../project-path.ts'
import { addPaths, useImportStore } from './import-store.ts'
import { text } from './text.ts'

/** Adds paths to what is imported: typed, with patterns, or picked. */
export function PathRow() {
  const problem = useImportStore((state) => state.problem)
  const isInspecting = useImportStore((state) => state.inspecting > 0)
  const [typed, setTyped] = useState('')
  const path = typed.trim()
  const isWhole = path === '' || isWholePath(path)

  const add = async () => {
    if (path !== '' && isWhole && (await addPaths([path]))) setTyped('')
  }
  const pick = async (kind: PickPathRequest['kind'], title: string) => {
    const picked = await pickPath({ kind, title })
    if (picked !== null) await addPaths([picked])
  }

  return (
    <form
      className="import-path"
      onSubmit={(event) => {
        event.preventDefault()
        void add()
      }}
    >
      <TextField
        label={text.path}
        value={typed}
        onChange={setTyped}
        error={isWhole ? problem : text.notWhole}
        monospace
        autoFocus
      />
      <div className="import-path-buttons">
        <Button type="submit" isDisabled={path === '' || !isWhole}>
          {text.add}
        </Button>
        <Button onPress={() => void pick('open-file', text.pickFile)}>{text.browseFile}</Button>
        <Button onPress={() => void pick('open-folder', text.pickFolder)}>{text.browseFolder}</Button>
        {isInspecting ? <Spinner label={text.inspecting} /> : null}
      </div>
    </form>
  )
}
