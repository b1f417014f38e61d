// biome-ignore-all lint/a11y/useSemanticElements: a table element cannot hold ten million rows of which forty exist
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid holds the focus and points at the chosen row with aria-activedescendant
import { memo } from 'react'
import type { TableRow } from '#contracts/dataset'
import { formatBytes } from '#contracts/format-quantity'
import type { TableProperty } from '#contracts/settings'
import { showText } from '#contracts/visible-text'
import { formatCell } from '../../ui/format-value.ts'
import { MarkedText } from './query/marked-text.tsx'
import { findMarks } from './query/path-marks.ts'
import { text as reviewText } from './review/text.ts'
import './document-row-view.css'

export interface DocumentRowViewProps {
  index: number
  /** Undefined while it is being fetched. */
  row: TableRow | undefined
  properties: readonly TableProperty[]
  /** Unit of each signal that is shown. */
  units: readonly string[]
  /** What is marked in paths. */
  pathPieces: RegExp | null
  isSelected: boolean
  onSelect: (index: number) => void
}

/** One line of the table. Memoised: scrolling redraws only the rows that come into view. */
export const DocumentRowView = memo(function DocumentRowView(props: DocumentRowViewProps) {
  const { index, row, isSelected, onSelect } = props
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid that owns the rows has the focus and handles the keys
    <div
      role="row"
      id={documentRowId(index)}
      className="data-row"
      // The header is row 1.
      aria-rowindex={index + 2}
      aria-selected={isSelected}
      data-odd={index % 2 === 1 || undefined}
      onClick={() => onSelect(index)}
    >
      {row ? <Cells {...props} row={row} /> : <span role="gridcell" className="data-cell data-cell-waiting" />}
    </div>
  )
})

/** The id that the grid points at. */
export function documentRowId(index: number): string {
  return `document-row-${index}`
}

function Cells({ row, properties, units, pathPieces }: Omit<DocumentRowViewProps, 'row'> & { row: TableRow }) {
  const path = showText(row.name)
  const slash = path.lastIndexOf('/') + 1
  const marks = findMarks(path, pathPieces)
  return (
    <>
      <span role="gridcell" className="data-cell data-cell-path" title={path}>
        {/* The folder gives way first, so that the name can always be read. */}
        <span className="data-path-folder" data-long={slash > 4 || undefined}>
          <MarkedText text={path} start={0} end={slash} marks={marks} />
        </span>
        <span className="data-path-name">
          <MarkedText text={path} start={slash} end={path.length} marks={marks} />
        </span>
      </span>
      {properties.map((property) => (
        <PropertyCell key={property} property={property} row={row} />
      ))}
      {units.map((unit, column) => {
        const value = row.signals[column] ?? null
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its place in the row
          <span key={column} role="gridcell" className="data-cell data-cell-number number">
            {value === null ? <span className="data-missing">–</span> : formatCell(value, unit)}
          </span>
        )
      })}
    </>
  )
}

function PropertyCell({ property, row }: { property: TableProperty; row: TableRow }) {
  switch (property) {
    case 'label':
      return (
        <span role="gridcell" className="data-cell" data-label={row.label ?? 'none'}>
          {row.label === null ? null : (
            <span className="data-label" data-verdict={row.label}>
              {reviewText.verdicts[row.label]}
            </span>
          )}
        </span>
      )
    case 'size':
      return (
        <span role="gridcell" className="data-cell data-cell-number number">
          {formatBytes(row.sizeBytes)}
        </span>
      )
    case 'language':
    case 'licence':
    case 'repo': {
      const words = row[property]
      return (
        <span role="gridcell" className="data-cell truncate muted" title={words === null ? undefined : showText(words)}>
          {words === null ? <span className="data-missing">–</span> : showText(words)}
        </span>
      )
    }
  }
}
