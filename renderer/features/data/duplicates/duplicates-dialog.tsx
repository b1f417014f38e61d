import { useState } from 'react'
import type { DocumentId, Signal } from '#contracts/dataset'
import type { Cluster, ClusterMember } from '#contracts/duplicates'
import { showText } from '#contracts/visible-text'
import type { WorkbenchClient } from '#contracts/workbench'
import { useProject } from '../../../app/project/project-store.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { Segmented } from '../../../ui/segmented.tsx'
import { Spinner } from '../../../ui/spinner.tsx'
import { startQueue } from '../review/review-actions.ts'
import { showCluster } from '../show-cluster.ts'
import { ClusterMembers } from './cluster-members.tsx'
import { duplicateSteps, useDuplicates } from './duplicates-store.ts'
import { formatSimilarity, text } from './text.ts'
import { type Pages, usePages } from './use-pages.ts'
import './duplicates.css'

const close = () => useDuplicates.setState({ isOpen: false })
const similarities = [0.7, 0.85, 0.95]
const pageLength = 50

type ClustersHead = Omit<NonNullable<Awaited<ReturnType<WorkbenchClient['duplicates']['clusters']>>>, 'clusters'>

/** The clusters of duplicates from the largest on, and the documents of the chosen one. */
export function DuplicatesDialog({ signals }: { signals: Signal[] }) {
  const { step, jaccard } = useDuplicates()
  const project = useProject()
  const choice = { step, jaccard: step === 'exact-duplicates' ? 1 : jaccard }
  const key = `${step} ${choice.jaccard} ${project?.dataRevision} ${project?.recipeRevision}`
  const [chosen, setChosen] = useState<{ key: string; id: DocumentId } | null>(null)
  const clusters = usePages<Cluster, ClustersHead>(key, async (engine, { offset, signal }) => {
    const page = await engine.duplicates.clusters({ ...choice, offset, limit: pageLength }, { signal })
    return page && { head: page, items: page.clusters }
  })
  const shown = chosen?.key === key ? chosen.id : clusters.items[0]?.id
  return (
    <Dialog title={text.title} isOpen onClose={close} size="wide" footer={<Footer choice={choice} shown={shown} />}>
      <div className="duplicates-choice">
        <Segmented
          label={text.step}
          options={duplicateSteps.map((id) => ({ id, label: text.steps[id] }))}
          value={step}
          onChange={(id) => useDuplicates.setState({ step: id })}
        />
        {step === 'near-duplicates' ? (
          <Segmented
            label={text.jaccard}
            options={listSimilarities(clusters.head?.rule?.jaccard ?? jaccard, jaccard).map((each) => ({
              id: String(each),
              label: formatSimilarity(each),
            }))}
            value={String(jaccard)}
            onChange={(id) => useDuplicates.setState({ jaccard: Number(id) })}
          />
        ) : null}
      </div>
      <Summary pages={clusters} step={step} jaccard={choice.jaccard} />
      {shown === undefined ? null : (
        <div className="duplicates-columns">
          <div className="duplicates-column">
            <ul className="duplicates-clusters" aria-label={text.clusters}>
              {clusters.items.map(({ id, size, sizeBytes, best, isBestKept }) => (
                <li key={id}>
                  <button type="button" aria-pressed={id === shown} onClick={() => setChosen({ key, id })}>
                    <span className="mono duplicates-path">{showText(best.name)}</span>
                    <span className="duplicates-facts">
                      <span>{text.clusterSize(size, sizeBytes)}</span>
                      {isBestKept ? null : <span>{text.noneKept}</span>}
                    </span>
                  </button>
                </li>
              ))}
            </ul>
            {clusters.head && clusters.items.length < clusters.head.clusterCount ? (
              <Button size="small" isPending={clusters.isLoading} onPress={clusters.loadMore}>
                {text.more}
              </Button>
            ) : null}
          </div>
          <div className="duplicates-column">
            <ShownMembers key={`${key} ${shown}`} id={shown} choice={choice} signals={signals} />
          </div>
        </div>
      )}
    </Dialog>
  )
}

function Footer({ choice, shown }: { choice: { step: string; jaccard: number }; shown: DocumentId | undefined }) {
  const review = () => {
    close()
    const column = `review:cluster:${choice.step}@${choice.jaccard}`
    startQueue({ title: text.title, sort: { column, direction: 'ascending' }, verdict: 'any' })
  }
  const showOnly = () => {
    if (shown === undefined) return
    close()
    showCluster({ ...choice, documentId: shown })
  }
  return (
    <>
      <Button isDisabled={shown === undefined} onPress={showOnly}>
        {text.showOnly}
      </Button>
      <Button isDisabled={shown === undefined} onPress={review}>
        {text.review}
      </Button>
      <Button variant="primary" onPress={close}>
        {text.close}
      </Button>
    </>
  )
}

/** With the cut of the recipe's rule, and the one that is looked at. */
function listSimilarities(...more: number[]): number[] {
  return [...new Set([...similarities, ...more])].sort((a, b) => a - b)
}

function Summary({ pages: { head }, step, jaccard }: { pages: Pages<Cluster, ClustersHead>; step: string; jaccard: number }) {
  if (head === undefined) return <Spinner label={text.loading} />
  if (head === null) return <p>{text.notRun(step)}</p>
  if (head.clusterCount === 0) return <p role="status">{text.none}</p>
  const { rule } = head
  return (
    <p role="status">
      {text.summary(head.clusterCount, head.memberCount)} {rule ? text.rule(rule.place, rule.jaccard, jaccard) : text.noRule}
    </p>
  )
}

interface ShownMembersProps {
  id: DocumentId
  choice: { step: string; jaccard: number }
  signals: Signal[]
}

function ShownMembers({ id, choice, signals }: ShownMembersProps) {
  const pages = usePages<ClusterMember, { size: number }>(`${id}`, async (engine, { offset, signal }) => {
    const page = await engine.duplicates.members({ ...choice, documentId: id, offset, limit: pageLength }, { signal })
    return page && { head: page, items: page.members }
  })
  return <ClusterMembers pages={pages} signals={signals} />
}
