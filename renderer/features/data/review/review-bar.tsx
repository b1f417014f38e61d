import { ChevronLeft, ChevronRight, Columns2, Redo2, StickyNote, Undo2 } from 'lucide-react'
import type { Sample } from '#contracts/dataset'
import { type LabelVerdict, labelVerdict } from '#contracts/label'
import { showText } from '#contracts/visible-text'
import { IconButton } from '../../../ui/icon-button.tsx'
import { KeyHint } from '../../../ui/key-hint.tsx'
import { MetadataFields } from './metadata-fields.tsx'
import { NoteField } from './note-field.tsx'
import { beginNote, goOn, labelChosen, step, toggleCompare } from './review-actions.ts'
import { useReview, useReviewDialogs } from './review-store.ts'
import { text } from './text.ts'
import './review-bar.css'

const keys: Record<LabelVerdict, string> = { keep: 'K', drop: 'D', unsure: 'U' }

/** What was said of the document, and everything that can be, with its keys. */
export function ReviewBar({ sample }: { sample: Sample }) {
  const review = useReview()
  const isComparing = useReviewDialogs((state) => state.compareWith !== null)
  const isNoting = useReviewDialogs((state) => state.noteOf === sample.document.id)
  const { label } = sample
  return (
    <section className="review" aria-label={text.review}>
      <div className="review-bar">
        <fieldset className="review-labels" aria-label={text.label} data-testid="label" data-value={label?.verdict ?? 'none'}>
          {labelVerdict.options.map((verdict) => (
            <button
              key={verdict}
              type="button"
              className="review-label"
              data-verdict={verdict}
              aria-pressed={label?.verdict === verdict}
              onClick={() => void labelChosen(label?.verdict === verdict ? null : verdict)}
            >
              {text.verdicts[verdict]} <KeyHint shortcut={keys[verdict]} />
            </button>
          ))}
        </fieldset>
        <div className="review-actions">
          <IconButton icon={StickyNote} size="small" label={text.note} shortcut="N" onPress={beginNote} />
          <IconButton
            icon={Columns2}
            size="small"
            label={isComparing ? text.compareEnd : text.compare}
            shortcut="="
            onPress={toggleCompare}
          />
          <IconButton
            icon={Undo2}
            size="small"
            label={text.undo(review?.undo?.title ?? null)}
            shortcut="Z"
            isDisabled={!review?.undo}
            onPress={() => void step('undo')}
          />
          <IconButton
            icon={Redo2}
            size="small"
            label={text.redo(review?.redo?.title ?? null)}
            shortcut="Shift+Z"
            isDisabled={!review?.redo}
            onPress={() => void step('redo')}
          />
          <IconButton icon={ChevronLeft} size="small" label={text.previous} shortcut="L" onPress={() => goOn(-1)} />
          <IconButton icon={ChevronRight} size="small" label={text.next} shortcut="J" onPress={() => goOn(1)} />
        </div>
      </div>
      {isNoting ? (
        <NoteField documentId={sample.document.id} note={label?.note ?? ''} />
      ) : label?.note ? (
        <p className="review-note" data-testid="note">
          {showText(label.note)}
        </p>
      ) : null}
      <MetadataFields sample={sample} />
    </section>
  )
}
