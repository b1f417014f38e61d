import { Maximize2, ZoomIn, ZoomOut } from 'lucide-react'
import type { SignalRange } from '#contracts/tuning'
import { zoomRange } from '../../charts/axis-zoom.ts'
import { createValueScale } from '../../charts/value-scale.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { defaultScale } from './histogram-plan.ts'
import { text } from './text.ts'
import { axisOf, useTuneStore } from './tune-store.ts'
import { setScale, setShown } from './tuning.ts'

/** Scales and zoom of the chart. */
export function ChartControls({ range }: { range: SignalRange }) {
  const axis = axisOf(
    useTuneStore((state) => state.axes),
    range.signal,
  )
  const countScale = useTuneStore((state) => state.countScale)
  const full = useTuneStore((state) => state.full)
  const widthPx = useTuneStore((state) => state.widthPx)
  const kind = axis.scale ?? defaultScale(range)
  const zoom = (factor: number) => {
    if (!full) return
    const shown = createValueScale(kind, axis.shown ?? full, widthPx)
    setShown(range.signal, zoomRange({ shown, full, factor, anchorX: widthPx / 2 }))
  }
  return (
    <div className="tune-controls">
      <Segmented
        label={text.axis}
        options={[
          { id: 'linear', label: text.linear },
          // Without a positive value there is no logarithm to draw.
          { id: 'log', label: text.log, isDisabled: (range.max ?? 0) <= 0 },
        ]}
        value={kind}
        onChange={(scale) => setScale(range.signal, scale)}
      />
      <Segmented
        label={text.counts}
        options={[
          { id: 'linear', label: text.linear },
          { id: 'log', label: text.log },
        ]}
        value={countScale}
        onChange={(scale) => useTuneStore.setState({ countScale: scale })}
      />
      <span className="tune-zoom">
        <IconButton icon={ZoomOut} label={text.zoomOut} size="small" isDisabled={!axis.shown} onPress={() => zoom(2)} />
        <IconButton icon={ZoomIn} label={text.zoomIn} size="small" onPress={() => zoom(0.5)} />
        <IconButton
          icon={Maximize2}
          label={text.zoomAll}
          size="small"
          isDisabled={!axis.shown}
          onPress={() => setShown(range.signal, null)}
        />
      </span>
    </div>
  )
}
