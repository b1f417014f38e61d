// biome-ignore-all lint/a11y/useSemanticElements: a table element cannot hold ten million rows of which forty exist
import { useEffect, useMemo, useRef, useState } from 'react'
import type { Signal } from '#contracts/dataset'
import { COLUMN_PX, fitPathColumn } from './column-widths.ts'
import { rowPages, selectRow, useDataStore } from './data-store.ts'
import { DocumentRowView, documentRowId } from './document-row-view.tsx'
import { listPathPieces } from './query/path-marks.ts'
import { moveCursor } from './row-cursor.ts'
import { visibleRows } from './scaled-scroll.ts'
import { TableHeader } from './table-header.tsx'
import { text } from './text.ts'
import type { TableColumns } from './use-project-data.ts'
import { useScaledScroll } from './use-scaled-scroll.ts'
import { useSortedColumnInView } from './use-sorted-column-in-view.ts'
import './document-table.css'

const ROW_PX = 28
const HEAD_PX = 40

/** All documents of the set, of which only those in view exist in the page. */
export function DocumentTable({ signals, columns, rowCount }: { signals: Signal[]; columns: TableColumns; rowCount: number }) {
  const { ref, onScroll, elementPx, widthPx, viewportPx, listTop, reveal } = useScaledScroll({
    rowCount,
    rowPx: ROW_PX,
    headPx: HEAD_PX,
  })
  const [isScrolledSideways, setIsScrolledSideways] = useState(false)
  const sort = useDataStore((state) => state.sort)
  const query = useDataStore((state) => state.query)
  const selected = useDataStore((state) => state.selection.index)
  // The rows themselves are kept outside of React; their version says when to look again.
  useDataStore((state) => state.rowsVersion)
  const { first, last } = visibleRows({ rowCount, rowPx: ROW_PX, viewportPx, overscan: 4 }, listTop)

  useSortedColumnInView(ref, sort.column)
  useEffect(() => rowPages.show(first, last), [first, last])
  const pathPieces = useMemo(
    () =>
      listPathPieces(
        query.text,
        signals.map(({ name }) => name),
      ),
    [query.text, signals],
  )
  const units = useMemo(() => columns.signals.map((signal) => signal.unit), [columns])

  const shownOrder = useRef({ sort, query })
  useEffect(() => {
    if (shownOrder.current.sort !== sort || shownOrder.current.query !== query) reveal(0)
    shownOrder.current = { sort, query }
  }, [sort, query, reveal])

  const documentId = useDataStore((state) => state.selection.documentId)
  const shown = useRef(documentId)
  useEffect(() => {
    // Rows that move under a document that was shown before are no reason to scroll: the person may be elsewhere.
    if (documentId === null || selected === null || shown.current === documentId) return
    shown.current = documentId
    reveal(selected)
  }, [documentId, selected, reveal])

  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return
    const index = moveCursor(event.key, selected, { rowCount, pageRows: Math.floor(viewportPx / ROW_PX) })
    if (index === undefined) return
    event.preventDefault()
    selectRow(index)
    reveal(index)
  }

  const columnCount = columns.properties.length + columns.signals.length
  const pathPx = fitPathColumn(widthPx, columnCount)
  const template = `${pathPx}px repeat(${columnCount}, ${COLUMN_PX}px)`
  const minWidth = pathPx + columnCount * COLUMN_PX
  const rows = Array.from({ length: last - first + 1 }, (_, offset) => first + offset)
  return (
    <div
      ref={ref}
      role="grid"
      className="data-table"
      aria-label={text.table.name}
      aria-rowcount={rowCount + 1}
      aria-colcount={columnCount + 1}
      aria-activedescendant={selected !== null && selected >= first && selected <= last ? documentRowId(selected) : undefined}
      tabIndex={0}
      data-place-focus
      data-scrolled={isScrolledSideways || undefined}
      onScroll={(event) => {
        onScroll()
        setIsScrolledSideways(event.currentTarget.scrollLeft > 0)
      }}
      onKeyDown={onKeyDown}
      style={{ '--data-columns': template, '--data-path': `${pathPx}px` } as React.CSSProperties}
    >
      <div role="rowgroup" className="data-table-head" style={{ height: HEAD_PX, minWidth }}>
        <TableHeader columns={columns} sort={sort} />
      </div>
      <div role="presentation" style={{ height: elementPx, minWidth }}>
        <div role="presentation" className="data-table-window" style={{ top: HEAD_PX, height: Math.min(viewportPx, elementPx) }}>
          <div role="rowgroup" style={{ transform: `translateY(${first * ROW_PX - listTop}px)` }}>
            {rows.map((index) => (
              <DocumentRowView
                key={index}
                index={index}
                row={rowPages.findRow(index)}
                properties={columns.properties}
                units={units}
                pathPieces={pathPieces}
                isSelected={index === selected}
                onSelect={selectRow}
              />
            ))}
          </div>
        </div>
      </div>
    </div>
  )
}
