import { ArrowUp, File, Folder } from 'lucide-react'
import { useState } from 'react'
import { ListBox, ListBoxItem } from 'react-aria-components'
import { formatBytes } from '#contracts/format-quantity'
import type { PickPathRequest } from '#contracts/host'
import { showText } from '#contracts/visible-text'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { findEntry } from './folder-listing.ts'
import { isName, pathIn } from './host-path.ts'
import { usePathPicker } from './pick-path.ts'
import { text } from './text.ts'
import { useFolderListing } from './use-folder-listing.ts'
import '../../ui/popover.css'
import './path-picker.css'

/** The path picker of hosts without native dialogs: browses the machine that the engine runs on. */
export function PathPickerDialog() {
  const request = usePathPicker((state) => state.request)
  const answer = usePathPicker((state) => state.answer)
  return request && answer ? <OpenPicker request={request} onAnswer={answer} /> : null
}

const confirmLabels: Record<PickPathRequest['kind'], string> = {
  'open-folder': text.openFolder,
  'open-file': text.openFile,
  'save-file': text.save,
}

function OpenPicker({ request, onAnswer }: { request: PickPathRequest; onAnswer: (path: string | null) => void }) {
  const listing = useFolderListing(request)
  const [fileName, setFileName] = useState(request.suggestedName ?? '')
  const [question, setQuestion] = useState<{ name: string; path: string } | null>(null)
  const [nameProblem, setNameProblem] = useState<string | null>(null)
  const isSave = request.kind === 'save-file'
  const name = fileName.trim()
  // Another folder or name is another question.
  const asked = question && listing.folder !== null && question.path === pathIn(listing.folder, name) ? question : null
  const isTypedPath = listing.typed !== '' && listing.typed !== listing.folder
  const canConfirm = isSave ? name !== '' : request.kind === 'open-folder' || listing.selectedFile !== null || isTypedPath

  /** What was typed counts even if Enter was not pressed, so it is looked up before anything is answered. */
  const confirm = async () => {
    if (!canConfirm) return
    if (request.kind === 'open-file' && listing.selectedFile !== null && !isTypedPath) {
      onAnswer(listing.selectedFile)
      return
    }
    const located = await listing.go(listing.typed)
    if (isSave && located?.kind === 'folder') {
      const path = pathIn(located.path, name)
      const existing = findEntry(located.entries, name)
      if (!isName(name, located.path)) setNameProblem(text.isNoName)
      else if (existing?.kind === 'folder') setNameProblem(text.isFolder(existing.name))
      else if (existing) setQuestion({ name: existing.name, path })
      else onAnswer(path)
    } else if (located && request.kind === (located.kind === 'folder' ? 'open-folder' : 'open-file')) onAnswer(located.path)
  }

  const changeName = (changed: string) => {
    setFileName(changed)
    setNameProblem(null)
    setQuestion(null)
  }

  const submitPath = async () => {
    const located = await listing.go(listing.typed)
    if (located?.kind === 'file' && request.kind === 'open-file') onAnswer(located.path)
  }

  return (
    <Dialog
      title={request.title}
      isOpen
      onClose={() => onAnswer(null)}
      size="large"
      footer={
        asked ? (
          <>
            <p className="picker-question" role="alert">
              {showText(text.replaceQuestion(asked.name))}
            </p>
            {/* Last is what keeps the file: the second press of a double click on “Save here” comes there. */}
            <Button key="replace" variant="danger" onPress={() => onAnswer(asked.path)}>
              {text.replace}
            </Button>
            <Button key="keep" autoFocus onPress={() => setQuestion(null)}>
              {text.keep}
            </Button>
          </>
        ) : (
          <>
            <Button onPress={() => onAnswer(null)}>{text.cancel}</Button>
            <Button variant="primary" isDisabled={!canConfirm} onPress={() => void confirm()}>
              {confirmLabels[request.kind]}
            </Button>
          </>
        )
      }
    >
      <form
        className="picker-path"
        onSubmit={(event) => {
          event.preventDefault()
          void submitPath()
        }}
      >
        <IconButton
          icon={ArrowUp}
          label={text.up}
          isDisabled={listing.parent === null}
          onPress={() => void listing.go(listing.parent ?? '')}
        />
        <TextField
          aria-label={text.path}
          monospace
          value={listing.typed}
          onChange={(typed) => {
            listing.type(typed)
            setQuestion(null)
          }}
          error={listing.problem}
          inputRef={listing.pathField}
          // As the address bar of a browser does: typing or pasting replaces the whole path.
          onFocus={({ target }) => target instanceof HTMLInputElement && target.select()}
          autoFocus={!isSave}
        />
      </form>
      <ListBox
        className="picker-list"
        aria-label={text.entries}
        items={listing.entries}
        selectionMode="single"
        selectionBehavior="replace"
        // Escape is for the dialog.
        escapeKeyBehavior="none"
        selectedKeys={listing.selectedFile ? [listing.selectedFile] : []}
        onSelectionChange={(keys) => {
          const [key] = keys === 'all' ? [] : keys
          listing.select(typeof key === 'string' ? key : null)
          const entry = listing.entries.find((candidate) => candidate.path === key)
          if (isSave && entry?.kind === 'file') changeName(entry.name)
          if (entry && request.kind === 'open-folder') listing.type(entry.path)
        }}
        onAction={(key) => {
          const entry = listing.entries.find((candidate) => candidate.path === key)
          if (entry?.kind === 'folder') void listing.go(entry.path)
          else if (entry && request.kind === 'open-file') onAnswer(entry.path)
        }}
        renderEmptyState={() => <p className="picker-empty">{listing.isLoading ? text.loading : text.emptyFolder}</p>}
      >
        {(entry) => (
          <ListBoxItem id={entry.path} textValue={showText(entry.name)} className="ui-option picker-entry">
            {entry.kind === 'folder' ? <Folder size={15} aria-hidden /> : <File size={15} aria-hidden />}
            <span className="ui-option-label truncate">{showText(entry.name)}</span>
            {entry.kind === 'file' ? <span className="ui-option-detail number">{formatBytes(entry.sizeBytes)}</span> : null}
          </ListBoxItem>
        )}
      </ListBox>
      {isSave ? (
        <TextField
          label={text.fileName}
          value={fileName}
          onChange={changeName}
          error={nameProblem}
          autoFocus
          monospace
          onKeyDown={(event) => {
            if (event.key === 'Enter') void confirm()
            // Escape is for the dialog.
            else event.continuePropagation()
          }}
        />
      ) : null}
    </Dialog>
  )
}
