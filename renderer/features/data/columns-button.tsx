import { Columns3 } from 'lucide-react'
import type { Signal } from '#contracts/dataset'
import { settingsStore, updateSettings } from '../../app/settings/settings-store.ts'
import { Button } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { PopoverButton } from '../../ui/popover-button.tsx'
import { SIZE_SIGNAL, toggle } from './document-view.ts'
import { text } from './text.ts'
import './columns-button.css'

/** Chooses which signals the table shows; the choice is kept for every project. */
export function ColumnsButton({ signals, columns }: { signals: Signal[]; columns: Signal[] }) {
  const shown = columns.map((signal) => signal.name)
  const choose = (names: string[] | null) => {
    const settings = settingsStore.getState().value
    if (settings) void updateSettings({ data: { ...settings.data, columns: names } })
  }
  return (
    <PopoverButton
      label={text.columns.title}
      variant="quiet"
      size="small"
      content={
        <div className="data-columns">
          {signals
            .filter((signal) => signal.name !== SIZE_SIGNAL)
            .map((signal) => (
              <Checkbox
                key={signal.name}
                isSelected={shown.includes(signal.name)}
                onChange={() => {
                  const next = toggle(shown, signal.name)
                  // In the order of the project, whatever the order of the clicks.
                  choose(signals.map(({ name }) => name).filter((name) => next.includes(name)))
                }}
              >
                <span className="truncate">{signal.label}</span>
                <span className="data-columns-unit muted">{signal.unit}</span>
              </Checkbox>
            ))}
          <Button variant="quiet" size="small" onPress={() => choose(null)}>
            {text.columns.usual}
          </Button>
        </div>
      }
    >
      <Columns3 size={14} strokeWidth={1.75} aria-hidden />
      {text.columns.title}
    </PopoverButton>
  )
}
