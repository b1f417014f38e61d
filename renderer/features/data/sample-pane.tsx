import { FileSearch, SlidersHorizontal, X } from 'lucide-react'
import type { DocumentId, Sample } from '#contracts/dataset'
import { getEditorLanguage } from '#contracts/editor-language'
import { showText } from '#contracts/visible-text'
import { SampleView } from '../../app/sample/sample-view.tsx'
import { useSample } from '../../app/sample/use-sample.ts'
import { navigate } from '../../app/shell/navigation.ts'
import { CodeView } from '../../monaco/code-view.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { selectDocument, useDataStore } from './data-store.ts'
import { useMatches } from './query/use-matches.ts'
import { ComparedDocuments } from './review/compared-documents.tsx'
import { ReviewBar } from './review/review-bar.tsx'
import { useReviewDialogs } from './review/review-store.ts'
import { text } from './text.ts'

/** The chosen document beside the table. */
export function SamplePane({ documentId, revision }: { documentId: DocumentId | null; revision: string }) {
  const state = useSample(documentId, revision)
  const isOutside = useDataStore((data) => data.selection.isOutside)
  const compareWith = useReviewDialogs((dialogs) => dialogs.compareWith)
  switch (state.status) {
    case 'none':
    case 'loading':
      return (
        <div className="data-waiting">
          <Spinner label={text.sample.loading} />
        </div>
      )
    case 'failed':
      return (
        <EmptyState icon={FileSearch} title={text.sample.failed}>
          {state.message}
        </EmptyState>
      )
    case 'ready': {
      const { sample } = state
      const [hit] = sample.hits
      return (
        <div className="data-sample">
          <ReviewBar sample={sample} />
          {isOutside ? <p className="data-sample-outside">{text.sample.outside}</p> : null}
          <SampleView
            sample={sample}
            actions={
              <>
                {hit ? (
                  <IconButton
                    icon={SlidersHorizontal}
                    label={text.sample.tune}
                    size="small"
                    onPress={() => navigate('tune', { signal: hit.signal })}
                  />
                ) : null}
                <IconButton icon={X} label={text.sample.close} size="small" onPress={() => selectDocument(null)} />
              </>
            }
          >
            {compareWith === null ? (
              <SampleCode sample={sample} />
            ) : (
              <ComparedDocuments leftId={compareWith} right={sample} revision={revision} />
            )}
          </SampleView>
        </div>
      )
    }
  }
}

/** The text, with what the query looks for marked in it. */
function SampleCode({ sample }: { sample: Sample }) {
  const matches = useMatches(sample.document.id)
  return (
    <CodeView
      text={sample.text}
      language={getEditorLanguage(sample.document.language)}
      label={showText(sample.document.name)}
      matches={matches}
    />
  )
}
