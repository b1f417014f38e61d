import { useCommand } from '../../../app/commands/commands.ts'
import { useDataStore } from '../data-store.ts'
import { useDuplicates } from '../duplicates/duplicates-store.ts'
import { exportLabels, importLabels } from './label-files.ts'
import { beginNote, labelChosen, step, toggleCompare } from './review-actions.ts'
import { useReview, useReviewDialogs } from './review-store.ts'

/** The commands of review, as far as they can do something now. */
export function useReviewCommands(): void {
  const review = useReview()
  const hasChosen = useDataStore((state) => state.selection.documentId !== null)
  const whenChosen = (act: () => void) => (hasChosen ? act : null)
  useCommand(
    'review.keep',
    whenChosen(() => void labelChosen('keep')),
  )
  useCommand(
    'review.drop',
    whenChosen(() => void labelChosen('drop')),
  )
  useCommand(
    'review.unsure',
    whenChosen(() => void labelChosen('unsure')),
  )
  useCommand(
    'review.clear',
    whenChosen(() => void labelChosen(null)),
  )
  useCommand('review.note', whenChosen(beginNote))
  useCommand('review.compare', whenChosen(toggleCompare))
  useCommand('review.duplicates', () => useDuplicates.setState({ isOpen: true }))
  useCommand('review.rate', () => useReviewDialogs.setState({ rating: true }))
  useCommand('review.train-quality', () => useReviewDialogs.setState({ trainingQuality: true }))
  useCommand('review.undo', review?.undo ? () => void step('undo') : null)
  useCommand('review.redo', review?.redo ? () => void step('redo') : null)
  useCommand('review.export', () => void exportLabels())
  useCommand('review.import', () => void importLabels())
  useCommand('review.keep-all', () => useReviewDialogs.setState({ labelAll: { verdict: 'keep' } }))
  useCommand('review.drop-all', () => useReviewDialogs.setState({ labelAll: { verdict: 'drop' } }))
  useCommand('review.unsure-all', () => useReviewDialogs.setState({ labelAll: { verdict: 'unsure' } }))
  useCommand('review.metadata-all', () => useReviewDialogs.setState({ metadataAll: true }))
  useCommand('review.clear-all', () => useReviewDialogs.setState({ labelAll: { verdict: null } }))
}
