import { useState } from 'react'
import type { DocumentQuery, FacetValue } from '#contracts/dataset'
import { formatCount } from '#contracts/format-quantity'
import { labelChoice } from '#contracts/label'
import { licenceClass } from '#contracts/licence'
import { showText } from '#contracts/visible-text'
import { Button } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { setQuery } from './data-store.ts'
import { emptyQuery, hasFacets, toggle } from './document-view.ts'
import { text } from './text.ts'
import type { Facets } from './use-facets.ts'
import './facet-panel.css'

const SHORT_LIST = 10

/** Narrows the table by verdict, label, language, licence, repository and source, with the exact count beside every choice. */
export function FacetPanel({ facets, query }: { facets: Facets | null; query: DocumentQuery }) {
  return (
    <aside className="data-facets" aria-label={text.filters.title}>
      <div className="data-facets-head">
        <h2>{text.filters.title}</h2>
        {hasFacets(query) ? (
          <Button variant="quiet" size="small" onPress={() => setQuery({ ...emptyQuery, text: query.text })}>
            {text.filters.clear}
          </Button>
        ) : null}
      </div>
      {facets ? (
        <>
          <FacetList
            title={text.filters.verdict}
            values={facets.verdicts}
            chosen={query.verdict === 'any' ? [] : [query.verdict]}
            onToggle={(value) => setQuery({ ...query, verdict: toggleVerdict(query.verdict, value) })}
          />
          <FacetList
            title={text.filters.label}
            values={facets.labels}
            chosen={query.labels}
            onToggle={(value) => setQuery({ ...query, labels: toggle(query.labels, labelChoice.parse(value)) })}
          />
          <FacetList
            title={text.filters.language}
            values={facets.languages}
            chosen={query.languages}
            onToggle={(value) => setQuery({ ...query, languages: toggle(query.languages, value) })}
            unlisted={{ count: facets.languageCount - facets.languages.length, term: 'lang:' }}
          />
          {facets.licences.length > 0 ? (
            <FacetList
              title={text.filters.licence}
              values={facets.licences}
              chosen={query.licences}
              onToggle={(value) => setQuery({ ...query, licences: toggle(query.licences, licenceClass.parse(value)) })}
            />
          ) : null}
          {facets.repoCount > 0 ? (
            <FacetList
              title={text.filters.repo}
              values={facets.repos}
              chosen={query.repos}
              onToggle={(value) => setQuery({ ...query, repos: toggle(query.repos, value) })}
              unlisted={{ count: facets.repoCount - countNamed(facets.repos), term: 'repo:' }}
            />
          ) : null}
          <FacetList
            title={text.filters.source}
            values={facets.sources}
            chosen={query.sourceIds.map(String)}
            onToggle={(value) => setQuery({ ...query, sourceIds: toggle(query.sourceIds, Number(value)) })}
            unlisted={{ count: facets.sourceCount - facets.sources.length, term: 'source:' }}
          />
        </>
      ) : null}
    </aside>
  )
}

/** Kept and dropped exclude each other, so choosing one leaves the other. */
function toggleVerdict(current: DocumentQuery['verdict'], value: string): DocumentQuery['verdict'] {
  if (current === value) return 'any'
  return value === 'kept' || value === 'dropped' ? value : 'any'
}

/** Those that have a name and documents. */
function countNamed(repos: readonly FacetValue[]): number {
  return repos.filter(({ value, count }) => value !== '' && count > 0).length
}

interface FacetListProps {
  title: string
  values: FacetValue[]
  chosen: string[]
  onToggle: (value: string) => void
  /** How many values are not among `values`, and which term of the query leads to them. */
  unlisted?: { count: number; term: string }
}

const allListed = { count: 0, term: '' }

function FacetList({ title, values, chosen, onToggle, unlisted = allListed }: FacetListProps) {
  const [expanded, setExpanded] = useState(false)
  const shown = expanded ? values : values.filter(({ value }, index) => index < SHORT_LIST || chosen.includes(value))
  return (
    <fieldset className="data-facet">
      <legend>{title}</legend>
      {shown.map(({ value, label, count }) => (
        <Checkbox key={value} isSelected={chosen.includes(value)} onChange={() => onToggle(value)}>
          <span className="data-facet-label truncate" title={showText(label)}>
            {showText(label)}
          </span>
          <span className="data-facet-count number">{formatCount(count)}</span>
        </Checkbox>
      ))}
      {values.length > SHORT_LIST ? (
        <Button variant="quiet" size="small" onPress={() => setExpanded(!expanded)}>
          {expanded ? text.filters.fewer : text.filters.all(values.length + unlisted.count, values.length)}
        </Button>
      ) : null}
      {unlisted.count > 0 && (expanded || values.length <= SHORT_LIST) ? (
        <p className="data-facet-more">{text.filters.more(unlisted.count, unlisted.term)}</p>
      ) : null}
    </fieldset>
  )
}
