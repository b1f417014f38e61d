import type { DocumentId, Sample } from '#contracts/dataset'
import { getEditorLanguage } from '#contracts/editor-language'
import { showText } from '#contracts/visible-text'
import { useSample } from '../../../app/sample/use-sample.ts'
import { DiffView } from '../../../monaco/diff-view.tsx'
import { text } from './text.ts'

/** Another document and the chosen one side by side. */
export function ComparedDocuments({ leftId, right, revision }: { leftId: DocumentId; right: Sample; revision: string }) {
  const state = useSample(leftId, revision)
  if (state.status === 'failed') return <p className="review-compared">{state.message}</p>
  if (state.status !== 'ready') return null
  const left = state.sample
  if (left.document.id === right.document.id) {
    return <p className="review-compared">{text.comparing(showText(left.document.name))}</p>
  }
  const names = text.compared(showText(left.document.name), showText(right.document.name))
  return (
    <>
      <p className="review-compared">{names}</p>
      <DiffView left={toSide(left)} right={toSide(right)} label={names} />
    </>
  )
}

function toSide({ text: code, document }: Sample) {
  return { text: code, language: getEditorLanguage(document.language) }
}
