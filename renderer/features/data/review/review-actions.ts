import type { DocumentId } from '#contracts/dataset'
import type { LabelVerdict } from '#contracts/label'
import type { ReviewQueue } from '#contracts/review'
import type { WorkbenchClient } from '#contracts/workbench'
import { client } from '../../../app/connection/client.ts'
import { reportError } from '../../../app/notices/notify.ts'
import { getShownProject } from '../../../app/project/project-store.ts'
import { nothingChosen, selectDocument, selectRow, setQuery, useDataStore } from '../data-store.ts'
import { useReviewDialogs } from './review-store.ts'

type Change = Awaited<ReturnType<WorkbenchClient['review']['undo']>>

/** Labels the chosen document and goes on to the next one; null takes its label away and stays. */
export async function labelChosen(verdict: LabelVerdict | null): Promise<void> {
  const { documentId } = useDataStore.getState().selection
  if (documentId === null) return
  // At once, while the rows stand as they were seen: with a filter by label the document may leave them.
  if (verdict !== null) goOn(1)
  await change((project) => client.review.setLabel({ project, documentIds: [documentId], verdict }))
}

/** Chooses the row before or after the chosen one, as long as there is one. */
export function goOn(step: 1 | -1): void {
  const { selection, total } = useDataStore.getState()
  const next = (selection.index ?? selection.lastIndex ?? (step === 1 ? -1 : 0)) + step
  if (total !== null && next >= 0 && next < total) selectRow(next)
}

/** Saves what is now the whole note. Failures are told. */
export function writeNote(documentId: DocumentId, note: string): Promise<Change | null> {
  return change((project) => client.review.setNote({ project, documentId, note }))
}

/** Sets a value of a document's metadata; null takes it away. Failures are told. */
export function writeMetadata(documentId: DocumentId, key: string, value: string | null): Promise<Change | null> {
  return change((project) => client.review.setMetadata({ project, documentId, key, value }))
}

/** Takes the last change back, or does it again, and shows the document that it was about. */
export async function step(direction: 'undo' | 'redo'): Promise<void> {
  const done = await change((project) => client.review[direction]({ project }))
  if (done && done.documentId !== null) selectDocument(done.documentId)
}

/** Shows the documents in the order of a queue, and the first of them. */
export function startQueue({ sort, verdict }: ReviewQueue): void {
  const { query } = useDataStore.getState()
  if (verdict !== 'any' && query.verdict !== verdict) setQuery({ ...query, verdict })
  useDataStore.setState({ sort, selection: { ...nothingChosen, index: 0, lastIndex: 0 } })
}

/** Begins to write the note of the chosen document. */
export function beginNote(): void {
  const { documentId } = useDataStore.getState().selection
  if (documentId !== null) useReviewDialogs.setState({ noteOf: documentId })
}

/** Keeps the chosen document beside whichever is chosen next; a second time it lets it go. */
export function toggleCompare(): void {
  const { documentId } = useDataStore.getState().selection
  useReviewDialogs.setState(({ compareWith }) => ({ compareWith: compareWith === null ? documentId : null }))
}

/** Failures are told to the person; then the answer is null. */
async function change(call: (project: string | null) => Promise<Change>): Promise<Change | null> {
  try {
    return await call(getShownProject())
  } catch (error) {
    reportError(error)
    return null
  }
}
