// biome-ignore-all lint/a11y/useSemanticElements: a table element cannot hold ten million rows of which forty exist
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid holds the focus and points at the chosen row with aria-activedescendant
import { ArrowDown, ArrowUp } from 'lucide-react'
import type { DocumentSort } from '#contracts/dataset'
import { setSort } from './data-store.ts'
import { nextSort, SIZE_SIGNAL } from './document-view.ts'
import { text } from './text.ts'
import type { TableColumns } from './use-project-data.ts'
import './table-header.css'

/** Names of the columns; a press sorts by one and another press turns the order round. */
export function TableHeader({ columns, sort }: { columns: TableColumns; sort: DocumentSort }) {
  return (
    <div role="row" aria-rowindex={1} className="data-head">
      <Header column="path" label={text.table.path} sort={sort} />
      {columns.properties.map((property) => (
        <Header
          key={property}
          column={property === 'size' ? SIZE_SIGNAL : property}
          label={text.table.properties[property]}
          sort={sort}
          isNumber={property === 'size'}
        />
      ))}
      {columns.signals.map((signal) => (
        <Header
          key={signal.name}
          column={signal.name}
          label={signal.label}
          title={`${signal.description} (${signal.unit})`}
          sort={sort}
          isNumber
        />
      ))}
    </div>
  )
}

function Header(props: { column: string; label: string; title?: string; sort: DocumentSort; isNumber?: boolean }) {
  const { column, label, title, sort, isNumber = false } = props
  const direction = sort.column === column ? sort.direction : 'none'
  const Arrow = direction === 'ascending' ? ArrowUp : ArrowDown
  return (
    <div role="columnheader" aria-sort={direction} tabIndex={-1} className="data-column" data-number={isNumber || undefined}>
      <button type="button" title={title} onClick={() => setSort(nextSort(sort, column))}>
        <span className="data-column-label">{label}</span>
        {direction === 'none' ? null : <Arrow size={12} strokeWidth={2.25} aria-hidden />}
      </button>
    </div>
  )
}
