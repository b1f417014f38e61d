import { useState } from 'react'
import type { LabelVerdict } from '#contracts/label'
import { client } from '../../../app/connection/client.ts'
import { reportError } from '../../../app/notices/notify.ts'
import { getShownProject } from '../../../app/project/project-store.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { Spinner } from '../../../ui/spinner.tsx'
import { useDataStore } from '../data-store.ts'
import { useReviewDialogs } from './review-store.ts'
import { text } from './text.ts'
import { type MatchCounts, useMatchCounts } from './use-match-counts.ts'

const close = () => useReviewDialogs.setState({ labelAll: null })

/** Says how many documents would be labelled, and labels them when the person agrees. */
export function LabelAllDialog({ verdict }: { verdict: LabelVerdict | null }) {
  const query = useDataStore((state) => state.query)
  const counts = useMatchCounts(query, close)
  const [isPending, setIsPending] = useState(false)

  const labelAll = async ({ documents }: MatchCounts) => {
    setIsPending(true)
    try {
      await client.review.labelAll({ project: getShownProject(), query, verdict, documents })
    } catch (error) {
      reportError(error)
    }
    close()
  }
  return (
    <Dialog
      title={text.all.title(verdict)}
      role="alertdialog"
      isOpen
      onClose={close}
      footer={
        <>
          <Button onPress={close}>{text.all.cancel}</Button>
          {counts && counts.documents > 0 ? (
            <Button variant="primary" autoFocus isPending={isPending} onPress={() => void labelAll(counts)}>
              {text.all.confirm(counts.documents, verdict)}
            </Button>
          ) : null}
        </>
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
