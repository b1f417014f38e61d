import { ChartColumn, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import type { DocumentId, Project } from '#contracts/dataset'
import { showText } from '#contracts/visible-text'
import { describeError } from '../../app/notices/errors.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { Splitter, SplitterPane } from '../../ui/splitter.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { BoundaryLists } from './boundary-lists.tsx'
import { DocumentPane } from './document-pane.tsx'
import { OpenTuneDialog } from './open-tune-dialog.tsx'
import { recipeStore } from './recipe-store.ts'
import { RecipeText } from './recipe-text.tsx'
import { RulePane } from './rule-pane.tsx'
import { RunLine } from './runs/run-line.tsx'
import { ScoreCard } from './score-card.tsx'
import { SignalChart } from './signal-chart.tsx'
import { SignalList } from './signal-list.tsx'
import { text } from './text.ts'
import { Totals } from './totals.tsx'
import { findChosen, useTuneStore } from './tune-store.ts'
import { TuneToolbar } from './tune-toolbar.tsx'
import { askPreview, loadSignals } from './tuning.ts'
import { useTuning } from './use-tuning.ts'

/** Signals, the chosen histogram with its neighbours, and rules, recipe and document beside it. */
export function TuneView({ project }: { project: Project }) {
  useTuning(project)
  const recipe = recipeStore((state) => state.value) ?? null
  // One by one: the answers of a drag change what the parts below read, not this.
  const signalsState = useTuneStore((state) => state.signals)
  const signal = useTuneStore((state) => state.signal)
  const draft = useTuneStore((state) => state.draft)
  const error = useTuneStore((state) => state.error)
  const documentId = useTuneStore((state) => state.documentId)
  const [tab, setTab] = useState<string>('rules')
  const rules = draft ?? recipe?.recipe.rules ?? []

  if (signalsState.status === 'failed') return <LoadFailure error={signalsState.error} folder={project.folder} />
  if (signalsState.status === 'loading') {
    return (
      <div className="tune-waiting">
        <Spinner label={text.loading} />
      </div>
    )
  }
  const { signals } = signalsState
  const chosen = findChosen({ signals: signalsState, signal })
  const openDocument = (documentId: DocumentId) => {
    useTuneStore.setState({ documentId })
    setTab('document')
  }
  return (
    <div className="tune-place">
      <TuneToolbar recipe={recipe} />
      <RunLine />
      <OpenTuneDialog />
      <Splitter id="tune">
        <SplitterPane id="signals" defaultSize="264px" minSize="200px" maxSize="400px">
          <div className="tune-left">
            <SignalList signals={signals} rules={rules} />
            <ScoreCard hasScores={signals.some(({ name }) => name === 'model_perplexity')} />
          </div>
        </SplitterPane>
        <SplitterPane id="chart" minSize="420px">
          <div className="tune-middle">
            <Totals />
            {error === null ? null : <PreviewFailure error={error} />}
            {chosen ? (
              <>
                <SignalChart signal={chosen.signal} range={chosen.range} rules={rules} />
                <BoundaryLists signal={chosen.signal} signals={signals} onOpen={openDocument} />
              </>
            ) : null}
          </div>
        </SplitterPane>
        <SplitterPane id="side" defaultSize="30%" minSize="260px">
          <Tabs
            label={text.recipe}
            selected={tab}
            onSelect={setTab}
            items={[
              { id: 'rules', title: text.tabs.rules, content: <RulePane signals={signals} rules={rules} /> },
              { id: 'recipe', title: text.tabs.recipe, content: recipe ? <RecipeText recipe={recipe} /> : null },
              {
                id: 'document',
                title: text.tabs.document,
                content: <DocumentPane documentId={documentId} revision={`${project.dataRevision} ${project.recipeRevision}`} />,
              },
            ]}
          />
        </SplitterPane>
      </Splitter>
    </div>
  )
}

function LoadFailure({ error, folder }: { error: unknown; folder: string }) {
  return (
    <EmptyState
      icon={ChartColumn}
      title={text.failed.title}
      actions={<Button onPress={() => loadSignals(folder)}>{text.failed.again}</Button>}
    >
      {describeError(error)?.message}
    </EmptyState>
  )
}

function PreviewFailure({ error }: { error: unknown }) {
  return (
    <div className="tune-problem" role="alert">
      <TriangleAlert size={15} aria-hidden />
      <span>
        {text.previewFailed} {showText(describeError(error)?.message ?? '')}
      </span>
      <Button size="small" onPress={askPreview}>
        {text.failed.again}
      </Button>
    </div>
  )
}
