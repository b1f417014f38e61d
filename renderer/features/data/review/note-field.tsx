import { useEffect, useRef, useState } from 'react'
import type { DocumentId } from '#contracts/dataset'
import { maxNoteLength } from '#contracts/label'
import { TextField } from '../../../ui/text-field.tsx'
import { writeNote } from './review-actions.ts'
import { useReviewDialogs } from './review-store.ts'
import { text } from './text.ts'

/** Writes a note: Enter keeps it, Escape leaves things as they were, and either gives the keys back. */
export function NoteField({ documentId, note }: { documentId: DocumentId; note: string }) {
  const [draft, setDraft] = useState(note)
  const input = useRef<HTMLInputElement>(null)
  const before = useRef<Element | null>(null)

  useEffect(() => {
    before.current = document.activeElement
    input.current?.focus()
  }, [])

  const end = () => {
    useReviewDialogs.setState({ noteOf: null })
    if (before.current instanceof HTMLElement) before.current.focus()
  }
  return (
    <div className="review-note-field">
      <TextField
        aria-label={text.noteField}
        placeholder={text.notePlaceholder}
        value={draft}
        maxLength={maxNoteLength}
        inputRef={input}
        onChange={setDraft}
        onKeyDown={(event) => {
          if (event.key === 'Enter') void writeNote(documentId, draft.trim()).then(end)
          else if (event.key === 'Escape') end()
        }}
      />
    </div>
  )
}
