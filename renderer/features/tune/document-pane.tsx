import { FileSearch, Table2 } from 'lucide-react'
import type { DocumentId } from '#contracts/dataset'
import { getEditorLanguage } from '#contracts/editor-language'
import { showText } from '#contracts/visible-text'
import { SampleView } from '../../app/sample/sample-view.tsx'
import { useSample } from '../../app/sample/use-sample.ts'
import { navigate } from '../../app/shell/navigation.ts'
import { CodeView } from '../../monaco/code-view.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { text } from './text.ts'
import { useTuneStore } from './tune-store.ts'

/** The document that was chosen next to the line. */
export function DocumentPane({ documentId, revision }: { documentId: DocumentId | null; revision: string }) {
  const state = useSample(documentId, revision)
  switch (state.status) {
    case 'none':
      return (
        <EmptyState icon={FileSearch} title={text.noDocument.title}>
          {text.noDocument.body}
        </EmptyState>
      )
    case 'loading':
      return (
        <div className="tune-waiting">
          <Spinner label={text.documentLoading} />
        </div>
      )
    case 'failed':
      return (
        <EmptyState icon={FileSearch} title={text.documentFailed}>
          {state.message}
        </EmptyState>
      )
    case 'ready': {
      const { sample } = state
      return (
        <SampleView
          sample={sample}
          onOpen={(keptId) => useTuneStore.setState({ documentId: keptId })}
          actions={
            <IconButton
              icon={Table2}
              label={text.inData}
              size="small"
              onPress={() => navigate('data', { documentId: sample.document.id })}
            />
          }
        >
          {({ marks, shown }) => (
            <CodeView
              text={sample.text}
              language={getEditorLanguage(sample.document.language)}
              label={showText(sample.document.name)}
              marks={marks}
              shown={shown}
            />
          )}
        </SampleView>
      )
    }
  }
}
