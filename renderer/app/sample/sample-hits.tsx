import type { DocumentId, Sample } from '#contracts/dataset'
import { describeHit } from '#contracts/describe-hit'
import type { Hit } from '#contracts/hit'
import { showText } from '#contracts/visible-text'
import { formatValue } from '../../ui/format-value.ts'
import { text } from './text.ts'

export interface SampleHitsProps {
  sample: Sample
  /** Shows another document. */
  onOpen: (documentId: DocumentId) => void
  /** Shows another document beside this one; without it that is not offered. */
  onCompare?: ((documentId: DocumentId) => void) | undefined
  /** Shows the document with all its duplicates; without it that is not offered. */
  onShowCluster?: ((hit: DuplicateHit) => void) | undefined
}

type DuplicateHit = Extract<Hit, { kind: 'duplicate' }>

/** Why the recipe drops the document: a sentence for each rule that does. */
export function SampleHits({ sample, ...actions }: SampleHitsProps) {
  if (sample.hits.length === 0) return null
  const findSignal = (name: string) => sample.values.find(({ signal }) => signal.name === name)?.signal
  return (
    <ul className="ui-sample-hits" aria-label={text.hits}>
      {sample.hits.map((hit) => (
        <li key={hit.rule} className="number">
          {hit.kind === 'duplicate' ? (
            <Duplicate hit={hit} sentence={describeHit(hit, findSignal, formatValue)} {...actions} />
          ) : (
            showText(describeHit(hit, findSignal, formatValue))
          )}
        </li>
      ))}
    </ul>
  )
}

interface DuplicateProps extends Omit<SampleHitsProps, 'sample'> {
  hit: DuplicateHit
  sentence: string
}

/** The sentence, in which the name of the document that is kept leads to it. */
function Duplicate({ hit, sentence, onOpen, onCompare, onShowCluster }: DuplicateProps) {
  const at = sentence.indexOf(hit.name)
  return (
    <>
      {showText(sentence.slice(0, at))}
      <button type="button" className="ui-sample-link" title={text.openKept} onClick={() => onOpen(hit.of)}>
        {showText(hit.name)}
      </button>
      {showText(sentence.slice(at + hit.name.length))}
      {onCompare ? (
        <button type="button" className="ui-sample-link ui-sample-compare" onClick={() => onCompare(hit.of)}>
          {text.compare}
        </button>
      ) : null}
      {onShowCluster ? (
        <button type="button" className="ui-sample-link ui-sample-compare" onClick={() => onShowCluster(hit)}>
          {text.showCluster}
        </button>
      ) : null}
    </>
  )
}
