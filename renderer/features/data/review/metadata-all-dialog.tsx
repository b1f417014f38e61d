import { useEffect, useRef, useState } from 'react'
import { maxMetadataKeyLength, maxMetadataLength } from '#contracts/review'
import { client } from '../../../app/connection/client.ts'
import { getShownProject } from '../../../app/project/project-store.ts'
import { Dialog } from '../../../ui/dialog.tsx'
import { Segmented } from '../../../ui/segmented.tsx'
import { Spinner } from '../../../ui/spinner.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { useDataStore } from '../data-store.ts'
import { DialogActionButtons, useDialogAction } from './dialog-action.tsx'
import { useReviewDialogs } from './review-store.ts'
import { text } from './text.ts'
import { useMatchCounts } from './use-match-counts.ts'

const words = text.metadataAll
const close = () => useReviewDialogs.setState({ metadataAll: false })

/** Sets one value of the metadata of everything that the table shows, or takes it away. */
export function MetadataAllDialog() {
  const query = useDataStore((state) => state.query)
  const counts = useMatchCounts(query, close)
  const [action, setAction] = useState<'set' | 'remove'>('set')
  const [key, setKey] = useState('')
  const [value, setValue] = useState('')
  const aborter = useRef(new AbortController())
  const name = key.trim()
  const isReady = counts !== null && counts.documents > 0 && name !== ''
  // Whoever leaves the dialog while it works does not want the rest: what was done is taken back.
  useEffect(() => {
    const current = aborter.current
    return () => current.abort()
  }, [])

  const change = useDialogAction(close, async () => {
    if (!isReady) return
    const request = { project: getShownProject(), query, key: name, documents: counts.documents }
    await client.review.setMetadataAll({ ...request, value: action === 'set' ? value : null }, { signal: aborter.current.signal })
  })
  return (
    <Dialog
      title={words.title}
      isOpen
      onClose={close}
      footer={
        <DialogActionButtons
          close={close}
          action={change}
          confirm={words.confirm(counts?.documents ?? 0)}
          isDisabled={!isReady}
        />
      }
    >
      <form
        className="review-metadata-all"
        onSubmit={(event) => {
          event.preventDefault()
          if (isReady) void change.run()
        }}
      >
        {counts ? (
          <p data-testid="metadata-all-count" data-value={counts.documents}>
            {words.says(counts.documents)}
          </p>
        ) : (
          <Spinner label={words.counting} />
        )}
        <Segmented
          label={words.action}
          options={[
            { id: 'set', label: words.set },
            { id: 'remove', label: words.remove },
          ]}
          value={action}
          onChange={setAction}
        />
        <TextField label={words.key} value={key} maxLength={maxMetadataKeyLength} onChange={setKey} autoFocus />
        {action === 'set' ? (
          <TextField label={words.value} value={value} maxLength={maxMetadataLength} onChange={setValue} />
        ) : null}
        <button type="submit" hidden />
      </form>
    </Dialog>
  )
}
