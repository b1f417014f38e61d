import { useState } from 'react'
import { showText } from '#contracts/visible-text'
import { client } from '../../../app/connection/client.ts'
import { useModelState } from '../../../app/model/model-store.ts'
import { getShownProject } from '../../../app/project/project-store.ts'
import { navigate } from '../../../app/shell/navigation.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { NumberField } from '../../../ui/number-field.tsx'
import { Spinner } from '../../../ui/spinner.tsx'
import { useDataStore } from '../data-store.ts'
import { DialogActionButtons, useDialogAction } from './dialog-action.tsx'
import { useReviewDialogs } from './review-store.ts'
import { text } from './text.ts'
import { useMatchCounts } from './use-match-counts.ts'
import './quality-dialogs.css'

const words = text.rate
const close = () => useReviewDialogs.setState({ rating: false })

/** Asks how large a sample of what the table shows the loaded model shall rate. */
export function RateDialog() {
  const query = useDataStore((state) => state.query)
  const documents = useMatchCounts(query, close)?.documents ?? null
  const model = useModelState()
  const [sample, setSample] = useState({ count: 500, seed: 0, maxTokens: 1024 })
  const loaded = model?.status === 'ready' ? model.model : null
  const count = Math.min(sample.count, documents ?? 0)

  const action = useDialogAction(close, () => client.curation.rateDocuments({ project: getShownProject(), query, ...sample }))
  return (
    <Dialog
      title={words.title}
      isOpen
      onClose={close}
      footer={
        <DialogActionButtons close={close} action={action} confirm={words.confirm(count)} isDisabled={!loaded || count === 0} />
      }
    >
      <div className="quality-dialog">
        <p>{words.intro}</p>
        {loaded ? (
          <p className={loaded.chatTemplate ? undefined : 'quality-warning'}>
            {showText(loaded.chatTemplate ? words.model(loaded.name) : words.plain(loaded.name))}
          </p>
        ) : (
          <p className="quality-warning">
            {words.noModel}{' '}
            <Button
              size="small"
              onPress={() => {
                close()
                navigate('models')
              }}
            >
              {words.goToModels}
            </Button>
          </p>
        )}
        {documents === null ? (
          <Spinner label={words.counting} />
        ) : (
          <p data-testid="rate-count" data-value={documents}>
            {documents === 0 ? words.none : words.sample(documents, sample.count)}
          </p>
        )}
        <div className="quality-fields">
          <NumberField
            label={words.count}
            value={sample.count}
            minValue={1}
            maxValue={1_000_000}
            onChange={(value) => setSample({ ...sample, count: value || 1 })}
            autoFocus
          />
          <NumberField
            label={words.seed}
            value={sample.seed}
            minValue={0}
            maxValue={999_999_999}
            onChange={(value) => setSample({ ...sample, seed: value || 0 })}
          />
          <NumberField
            label={words.maxTokens}
            value={sample.maxTokens}
            minValue={16}
            maxValue={100_000}
            onChange={(value) => setSample({ ...sample, maxTokens: value || 16 })}
          />
        </div>
      </div>
    </Dialog>
  )
}
