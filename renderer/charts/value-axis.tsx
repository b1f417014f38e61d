import type { ValueScale } from './value-scale.ts'

const LABEL_SPACING_PX = 64

/** The axis under a plot, and light lines through it at the labelled ticks. Drawn inside an SVG; y 0 is the top of the plot. */
export function ValueAxis({ scale, heightPx }: { scale: ValueScale; heightPx: number }) {
  return (
    <g className="chart-axis" aria-hidden>
      {scale.ticks(LABEL_SPACING_PX).map((tick) => {
        const x = Math.round(tick.x) + 0.5
        return (
          <g key={tick.value}>
            {tick.label === null ? null : <line className="chart-grid" x1={x} x2={x} y1={0} y2={heightPx} />}
            <line className="chart-tick" x1={x} x2={x} y1={heightPx} y2={heightPx + (tick.label === null ? 3 : 5)} />
            {tick.label === null ? null : (
              <text className="chart-label" x={x} y={heightPx + 17} textAnchor={anchorAt(tick.x, scale.widthPx)}>
                {tick.label}
              </text>
            )}
          </g>
        )
      })}
      <line className="chart-base" x1={0} x2={scale.widthPx} y1={heightPx + 0.5} y2={heightPx + 0.5} />
    </g>
  )
}

/** Labels at the ends lean inwards, because the drawing is clipped there. */
function anchorAt(x: number, widthPx: number): 'start' | 'middle' | 'end' {
  if (x < 16) return 'start'
  return x > widthPx - 16 ? 'end' : 'middle'
}
