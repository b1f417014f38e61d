import { formatCount } from '#contracts/format-quantity'
import { formatPercent, formatValue } from '../ui/format-value.ts'
import type { BinReading } from './histogram-bars.ts'

const WIDTH_PX = 204

/** What the bin under the pointer holds. */
export function HistogramReading(props: { bin: BinReading; unit: string; x: number; widthPx: number }) {
  const { bin, unit, x, widthPx } = props
  const left = x + WIDTH_PX + 16 > widthPx ? x - WIDTH_PX - 12 : x + 12
  return (
    <div className="chart-reading number" style={{ left: Math.max(0, left), width: WIDTH_PX }} aria-hidden>
      <strong>
        {formatValue(bin.from)} – {formatValue(bin.to)} {unit}
      </strong>
      <dl>
        <dt>
          <i className="chart-swatch" data-tone="kept" /> kept
        </dt>
        <dd>{formatCount(bin.kept)}</dd>
        <dt>
          <i className="chart-swatch" data-tone="dropped" /> dropped
        </dt>
        <dd>{formatCount(bin.total - bin.kept)}</dd>
        <dt>below the upper edge</dt>
        <dd>{formatPercent(bin.shareBelow * 100)}</dd>
      </dl>
    </div>
  )
}
