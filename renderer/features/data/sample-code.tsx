import { useMemo } from 'react'
import type { Sample } from '#contracts/dataset'
import { getEditorLanguage } from '#contracts/editor-language'
import { showText } from '#contracts/visible-text'
import type { SampleText } from '../../app/sample/sample-view.tsx'
import { CodeView } from '../../monaco/code-view.tsx'
import { HeatBar } from './heat/heat-bar.tsx'
import { toHeatMarks } from './heat/heat-marks.ts'
import { useTokenScores } from './heat/use-token-scores.ts'
import { useMatches } from './query/use-matches.ts'

/** The text, with what the query looks for and what steps found marked in it, and coloured by its perplexity if that is asked for. */
export function SampleCode({ sample, marks: findings, shown }: { sample: Sample } & SampleText) {
  const matches = useMatches(sample.document.id)
  const heat = useTokenScores(sample.document.id)
  const scores = heat.status === 'ready' ? heat.scores : null
  const heatMarks = useMemo(() => (scores ? toHeatMarks(scores, sample.text) : []), [scores, sample.text])
  const marks = useMemo(() => [...heatMarks, ...findings], [heatMarks, findings])
  return (
    <div className="data-sample-code">
      {heat.status === 'off' ? null : <HeatBar state={heat} length={sample.text.length} />}
      <CodeView
        text={sample.text}
        language={getEditorLanguage(sample.document.language)}
        label={showText(sample.document.name)}
        matches={matches}
        marks={marks}
        shown={shown}
      />
    </div>
  )
}
