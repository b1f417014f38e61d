import { useMemo, useState } from 'react'
import { type DocumentQuery, documentQuery } from '#contracts/dataset'
import { client } from '../../../app/connection/client.ts'
import { getShownProject } from '../../../app/project/project-store.ts'
import { Dialog } from '../../../ui/dialog.tsx'
import { NumberField } from '../../../ui/number-field.tsx'
import { Segmented } from '../../../ui/segmented.tsx'
import { Spinner } from '../../../ui/spinner.tsx'
import { DialogActionButtons, useDialogAction } from './dialog-action.tsx'
import { useReviewDialogs } from './review-store.ts'
import { text } from './text.ts'
import { useMatchCounts } from './use-match-counts.ts'
import './quality-dialogs.css'

const words = text.trainQuality
/** The step alone is run. */
const noRules = 'version: 2\nname: Quality model\nrules: []\n'

const close = () => useReviewDialogs.setState({ trainingQuality: false })

/** Asks what a quality model shall learn from, and trains it. */
export function TrainQualityDialog({ hasRatings }: { hasRatings: boolean }) {
  const [examples, setExamples] = useState<'labels' | 'ratings'>(hasRatings ? 'ratings' : 'labels')
  const [least, setLeast] = useState(3)

  const action = useDialogAction(close, () => {
    const parameters = examples === 'labels' ? { labels: examples } : { labels: examples, min_rating: least }
    return client.curation.curate({
      project: getShownProject(),
      recipe: noRules,
      steps: [{ step: 'quality', parameters }],
      scoreAll: true,
      anew: ['quality'],
    })
  })
  return (
    <Dialog
      title={words.title}
      isOpen
      onClose={close}
      footer={
        <DialogActionButtons
          close={close}
          action={action}
          confirm={words.confirm}
          isDisabled={examples === 'ratings' && !hasRatings}
        />
      }
    >
      <div className="quality-dialog">
        <p>{words.intro}</p>
        <Segmented
          label={words.examples}
          options={[
            { id: 'labels', label: words.labels },
            { id: 'ratings', label: words.ratings },
          ]}
          value={examples}
          onChange={setExamples}
        />
        {examples === 'ratings' ? (
          <NumberField
            label={words.least}
            value={least}
            minValue={0}
            maxValue={5}
            step={0.1}
            formatOptions={{ maximumFractionDigits: 2 }}
            onChange={(value) => setLeast(Number.isNaN(value) ? 3 : value)}
          />
        ) : null}
        <p>{words.says[examples]}</p>
        {examples === 'ratings' && !hasRatings ? (
          <p className="quality-warning">{words.noRatings}</p>
        ) : (
          <ExampleCounts key={`${examples} ${least}`} examples={examples} least={least} />
        )}
      </div>
    </Dialog>
  )
}

function ExampleCounts({ examples, least }: { examples: 'labels' | 'ratings'; least: number }) {
  const [good, bad] = useMemo(
    () =>
      (examples === 'labels' ? ['label:keep', 'label:drop'] : [`model_rating>=${least}`, `model_rating<${least}`]).map(
        (query): DocumentQuery => documentQuery.parse({ text: query }),
      ) as [DocumentQuery, DocumentQuery],
    [examples, least],
  )
  const [goodCounts, badCounts] = [useMatchCounts(good, close), useMatchCounts(bad, close)]
  if (!goodCounts || !badCounts) return <Spinner label={words.counting} />
  const isFew = Math.min(goodCounts.documents, badCounts.documents) < 10
  return (
    <p className={isFew ? 'quality-warning' : undefined} data-testid="example-counts">
      {words.counts(goodCounts.documents, badCounts.documents)}
      {isFew ? ` ${words.few}` : ''}
    </p>
  )
}
