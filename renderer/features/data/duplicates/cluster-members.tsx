import { Columns2 } from 'lucide-react'
import type { Signal } from '#contracts/dataset'
import { describeHit } from '#contracts/describe-hit'
import type { ClusterMember } from '#contracts/duplicates'
import { formatBytes } from '#contracts/format-quantity'
import { showText } from '#contracts/visible-text'
import { Button } from '../../../ui/button.tsx'
import { formatValue } from '../../../ui/format-value.ts'
import { IconButton } from '../../../ui/icon-button.tsx'
import { selectDocument } from '../data-store.ts'
import { useReviewDialogs } from '../review/review-store.ts'
import { useDuplicates } from './duplicates-store.ts'
import { text } from './text.ts'
import type { Pages } from './use-pages.ts'

/** The documents of one cluster, the kept one first. */
export function ClusterMembers({ pages, signals }: { pages: Pages<ClusterMember, { size: number }>; signals: Signal[] }) {
  const kept = pages.items.find(({ isKept }) => isKept)
  return (
    <>
      <ul className="duplicates-members" aria-label={text.members}>
        {pages.items.map((member) => (
          <Member key={member.document.id} member={member} keptId={kept?.document.id ?? null} signals={signals} />
        ))}
      </ul>
      {pages.head && pages.items.length < pages.head.size ? (
        <Button size="small" isPending={pages.isLoading} onPress={pages.loadMore}>
          {text.more}
        </Button>
      ) : null}
    </>
  )
}

interface MemberProps {
  member: ClusterMember
  keptId: ClusterMember['document']['id'] | null
  signals: Signal[]
}

function Member({ member, keptId, signals }: MemberProps) {
  const { document, isKept, jaccard, via, reason, droppedBefore } = member
  const findSignal = (wanted: string) => signals.find((each) => each.name === wanted)
  const name = showText(document.name)
  const open = (compareWith: typeof keptId) => {
    useDuplicates.setState({ isOpen: false })
    useReviewDialogs.setState({ compareWith })
    selectDocument(document.id)
  }
  return (
    <li className="duplicates-member" data-kept={isKept || undefined} data-dropped={droppedBefore !== null || undefined}>
      <button type="button" className="duplicates-member-open" aria-label={text.open(name)} onClick={() => open(null)}>
        <span className="mono duplicates-path">{name}</span>
        <span className="duplicates-facts">
          {isKept ? <strong>{text.kept}</strong> : null}
          {jaccard === null ? null : <span>{text.similarity(jaccard, via === null)}</span>}
          <span>{formatBytes(document.sizeBytes)}</span>
          <span>{showText(document.licence ?? text.noLicence)}</span>
          {reason === null ? null : <span>{text.reasons[reason]}</span>}
          {droppedBefore === null ? null : (
            <span>{showText(text.droppedBefore(droppedBefore.rule, describeHit(droppedBefore, findSignal, formatValue)))}</span>
          )}
        </span>
      </button>
      {isKept || keptId === null ? null : (
        <IconButton icon={Columns2} size="small" label={text.compare(name)} onPress={() => open(keptId)} />
      )}
    </li>
  )
}
