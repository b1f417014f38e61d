import { SearchX, TriangleAlert } from 'lucide-react'
import type { Project } from '#contracts/dataset'
import { isAppError } from '#contracts/errors'
import { showText } from '#contracts/visible-text'
import { describeError } from '../../app/notices/errors.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { Splitter, SplitterPane } from '../../ui/splitter.tsx'
import { useElementWidth } from '../../ui/use-element-width.ts'
import { clearFilters, rowPages, useDataStore } from './data-store.ts'
import { DataToolbar } from './data-toolbar.tsx'
import { DocumentTable } from './document-table.tsx'
import { isFiltered } from './document-view.ts'
import { DuplicatesDialog } from './duplicates/duplicates-dialog.tsx'
import { useDuplicates } from './duplicates/duplicates-store.ts'
import { FacetPanel } from './facet-panel.tsx'
import { QueryBar } from './query/query-bar.tsx'
import { LabelAllDialog } from './review/label-all-dialog.tsx'
import { MetadataAllDialog } from './review/metadata-all-dialog.tsx'
import { RateDialog } from './review/rate-dialog.tsx'
import { handleReviewKey } from './review/review-keys.ts'
import { useReviewDialogs } from './review/review-store.ts'
import { TrainQualityDialog } from './review/train-quality-dialog.tsx'
import { useReviewCommands } from './review/use-review-commands.ts'
import { SamplePane } from './sample-pane.tsx'
import { text } from './text.ts'
import { useFacets } from './use-facets.ts'
import { usePlacedSelection } from './use-placed-selection.ts'
import { useProjectData } from './use-project-data.ts'

/** In a place narrower than this the filters give their room to the document that is open. */
const NARROW_PX = 760

/** The documents of the open project: filters, table and the chosen one beside it. */
export function DocumentsView({ project }: { project: Project }) {
  const { signals, columns, revision } = useProjectData(project)
  const query = useDataStore((state) => state.query)
  const total = useDataStore((state) => state.total)
  const error = useDataStore((state) => state.error)
  const documentId = useDataStore((state) => state.selection.documentId)
  const isSampleOpen = useDataStore((state) => state.selection.documentId !== null || state.selection.index !== null)
  const { ref, widthPx } = useElementWidth<HTMLDivElement>()
  const labelAll = useReviewDialogs((state) => state.labelAll)
  const isChangingMetadata = useReviewDialogs((state) => state.metadataAll)
  const isRating = useReviewDialogs((state) => state.rating)
  const isTrainingQuality = useReviewDialogs((state) => state.trainingQuality)
  const isSeeingDuplicates = useDuplicates((state) => state.isOpen)
  usePlacedSelection(revision)
  useReviewCommands()
  const facets = useFacets(query, project.folder, revision)
  // What is wrong with a query is told by the query bar.
  const words = error === null || isAppError(error, 'query.invalid') ? null : describeError(error)
  return (
    <div className="data-place" ref={ref} onKeyDownCapture={handleReviewKey}>
      <DataToolbar project={project} total={total} isNarrowed={isFiltered(query)} signals={signals} columns={columns} />
      <QueryBar signals={signals} facets={facets} />
      {words ? (
        <div className="data-problem" role="alert">
          <TriangleAlert size={15} aria-hidden />
          <span>
            <strong>{words.title}.</strong> {showText(words.message)}
          </span>
          <Button size="small" onPress={() => rowPages.retry()}>
            {text.tryAgain}
          </Button>
        </div>
      ) : null}
      <Splitter id="data">
        {isSampleOpen && widthPx < NARROW_PX ? null : (
          <SplitterPane id="facets" defaultSize="200px" minSize="160px" maxSize="360px">
            <FacetPanel facets={facets} query={query} />
          </SplitterPane>
        )}
        <SplitterPane id="table" minSize="240px">
          {total === null ? (
            <div className="data-waiting">{words ? null : <Spinner label={text.loadingDocuments} />}</div>
          ) : total === 0 ? (
            <EmptyState
              icon={SearchX}
              title={text.noMatch.title}
              actions={<Button onPress={clearFilters}>{text.noMatch.clear}</Button>}
            >
              {text.noMatch.body}
            </EmptyState>
          ) : (
            <DocumentTable signals={signals} columns={columns} rowCount={total} />
          )}
        </SplitterPane>
        {/* Beside no rows there is no chosen one; it comes back with the rows. */}
        {isSampleOpen && total !== 0 ? (
          <SplitterPane id="sample" defaultSize="38%" minSize="260px">
            <SamplePane documentId={documentId} revision={revision} />
          </SplitterPane>
        ) : null}
      </Splitter>
      {labelAll ? <LabelAllDialog verdict={labelAll.verdict} /> : null}
      {isSeeingDuplicates ? <DuplicatesDialog signals={signals} /> : null}
      {isRating ? <RateDialog /> : null}
      {isTrainingQuality ? <TrainQualityDialog hasRatings={signals.some(({ name }) => name === 'model_rating')} /> : null}
      {isChangingMetadata ? <MetadataAllDialog /> : null}
    </div>
  )
}
