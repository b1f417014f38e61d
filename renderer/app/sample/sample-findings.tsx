import { ChevronDown, ChevronUp } from 'lucide-react'
import { useMemo } from 'react'
import type { Sample } from '#contracts/dataset'
import { createTextPositions } from '../../monaco/text-positions.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { describeFinding } from './describe-finding.ts'
import { text } from './text.ts'

export interface SampleFindingsProps {
  sample: Sample
  /** The place of the finding that is shown; null before one was asked for. */
  shown: number | null
  onShow: (place: number) => void
}

/** What steps found in the document, by place. A press on one brings it into view in the text. */
export function SampleFindings({ sample, shown, onShow }: SampleFindingsProps) {
  const { findings, text: source } = sample
  const locate = useMemo(() => createTextPositions(source), [source])
  const { length } = findings
  if (length === 0) return null
  const step = (by: number) => onShow(shown === null ? (by > 0 ? 0 : length - 1) : (shown + by + length) % length)
  return (
    <section className="ui-sample-findings" aria-label={text.findings}>
      <header>
        <h4>{text.findingCount(length)}</h4>
        <IconButton icon={ChevronUp} size="small" label={text.previousFinding} onPress={() => step(-1)} />
        <IconButton icon={ChevronDown} size="small" label={text.nextFinding} onPress={() => step(1)} />
      </header>
      <ol>
        {findings.map((finding, place) => {
          const words = describeFinding(finding)
          return (
            <li key={`${finding.step} ${finding.type} ${finding.offset} ${finding.length}`}>
              <button
                type="button"
                aria-current={place === shown || undefined}
                title={`${words}\n${text.foundBy(finding.step)}`}
                onClick={() => onShow(place)}
              >
                <span className="truncate">{words}</span>
                <span className="muted number">{text.line(locate(finding.offset).lineNumber)}</span>
              </button>
            </li>
          )
        })}
      </ol>
    </section>
  )
}
