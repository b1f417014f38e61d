import type { LabelVerdict } from '#contracts/label'
import { client } from '../../../app/connection/client.ts'
import { getShownProject } from '../../../app/project/project-store.ts'
import { Dialog } from '../../../ui/dialog.tsx'
import { Spinner } from '../../../ui/spinner.tsx'
import { useDataStore } from '../data-store.ts'
import { DialogActionButtons, useDialogAction } from './dialog-action.tsx'
import { useReviewDialogs } from './review-store.ts'
import { text } from './text.ts'
import { type MatchCounts, useMatchCounts } from './use-match-counts.ts'

const close = () => useReviewDialogs.setState({ labelAll: null })

/** Says how many documents would be labelled, and labels them when the person agrees. */
export function LabelAllDialog({ verdict }: { verdict: LabelVerdict | null }) {
  const query = useDataStore((state) => state.query)
  const counts = useMatchCounts(query, close)
  const documents = counts?.documents ?? 0
  const action = useDialogAction(close, () => client.review.labelAll({ project: getShownProject(), query, verdict, documents }))
  return (
    <Dialog
      title={text.all.title(verdict)}
      role="alertdialog"
      isOpen
      onClose={close}
      footer={
        <DialogActionButtons
          close={close}
          action={action}
          confirm={documents > 0 ? text.all.confirm(documents, verdict) : null}
          autoFocus
        />
      }
    >
      {counts ? <Question counts={counts} verdict={verdict} /> : <Spinner label={text.all.counting} />}
    </Dialog>
  )
}

function Question({ counts, verdict }: { counts: MatchCounts; verdict: LabelVerdict | null }) {
  const { documents, keep, drop, unsure, notes } = counts
  if (documents === 0) return <p>{text.all.none}</p>
  return (
    <>
      <p data-testid="label-all-count" data-value={documents}>
        {text.all.says(documents, verdict)}
      </p>
      {keep + drop + unsure > 0 ? <p>{text.all.before(keep, drop, unsure)}</p> : null}
      {notes > 0 && verdict === null ? <p>{text.all.notes(notes)}</p> : null}
      <p>{text.all.undo}</p>
    </>
  )
}
