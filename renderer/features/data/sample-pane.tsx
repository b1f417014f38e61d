import { FileSearch, Flame, SlidersHorizontal, X } from 'lucide-react'
import { commands } from '#contracts/commands'
import type { DocumentId } from '#contracts/dataset'
import { SampleView } from '../../app/sample/sample-view.tsx'
import { useSample } from '../../app/sample/use-sample.ts'
import { navigate } from '../../app/shell/navigation.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { selectDocument, useDataStore } from './data-store.ts'
import { toggleHeat, useHeat } from './heat/heat-store.ts'
import { ComparedDocuments } from './review/compared-documents.tsx'
import { ReviewBar } from './review/review-bar.tsx'
import { useReviewDialogs } from './review/review-store.ts'
import { SampleCode } from './sample-code.tsx'
import { showCluster } from './show-cluster.ts'
import { text } from './text.ts'

/** The chosen document beside the table. */
export function SamplePane({ documentId, revision }: { documentId: DocumentId | null; revision: string }) {
  const state = useSample(documentId, revision)
  const isOutside = useDataStore((data) => data.selection.isOutside)
  const isHeatShown = useHeat((heat) => heat.isShown)
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
      const [signal] = sample.hits.flatMap((hit) => ('signal' in hit ? hit.signal : []))
      return (
        <div className="data-sample">
          <ReviewBar sample={sample} />
          {isOutside ? <p className="data-sample-outside">{text.sample.outside}</p> : null}
          <SampleView
            sample={sample}
            onOpen={selectDocument}
            onShowCluster={({ step, cut }) => showCluster({ documentId: sample.document.id, step, jaccard: cut })}
            onCompare={(keptId) => useReviewDialogs.setState({ compareWith: keptId })}
            actions={
              <>
                {signal === undefined ? null : (
                  <IconButton
                    icon={SlidersHorizontal}
                    label={text.sample.tune}
                    size="small"
                    onPress={() => navigate('tune', { signal })}
                  />
                )}
                <IconButton
                  icon={Flame}
                  label={isHeatShown ? text.heat.hide : text.heat.show}
                  shortcut={commands['data.heat'].key}
                  size="small"
                  onPress={toggleHeat}
                />
                <IconButton icon={X} label={text.sample.close} size="small" onPress={() => selectDocument(null)} />
              </>
            }
          >
            {(marked) =>
              compareWith === null ? (
                <SampleCode sample={sample} {...marked} />
              ) : (
                <ComparedDocuments leftId={compareWith} right={sample} revision={revision} />
              )
            }
          </SampleView>
        </div>
      )
    }
  }
}
