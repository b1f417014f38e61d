import { implement } from '@orpc/server'
import { reviewContract } from '#contracts/review'
import type { ProjectLabels } from './project-labels.ts'
import type { Review } from './review.ts'

/** Serves the review contract. */
export function createReviewRouter({ review, labels }: { review: Review; labels: Pick<ProjectLabels, 'state'> }) {
  const os = implement(reviewContract)
  return os.router({
    watch: os.watch.handler(({ signal }) => labels.state.watch(signal)),
    setLabel: os.setLabel.handler(({ input }) => review.setLabel(input)),
    setNote: os.setNote.handler(({ input }) => review.setNote(input)),
    countAll: os.countAll.handler(({ input, signal }) => review.countAll(input.query, signal)),
    labelAll: os.labelAll.handler(({ input, signal }) => review.labelAll(input, signal)),
    undo: os.undo.handler(({ input }) => review.step('undo', input.project)),
    redo: os.redo.handler(({ input }) => review.step('redo', input.project)),
  })
}
