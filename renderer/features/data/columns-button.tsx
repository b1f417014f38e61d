import { Columns3 } from 'lucide-react'
import type { Signal } from '#contracts/dataset'
import { type TableProperty, tableProperty } from '#contracts/settings'
import { settingsStore, updateSettings } from '../../app/settings/settings-store.ts'
import { Button } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { PopoverButton } from '../../ui/popover-button.tsx'
import { SIZE_SIGNAL, toggle } from './document-view.ts'
import { text } from './text.ts'
import type { TableColumns } from './use-project-data.ts'
import './columns-button.css'

interface ChosenColumns {
  columns: string[] | null
  properties: TableProperty[] | null
}

/** Chooses what the table shows; the choice is kept for every project. */
export function ColumnsButton({ signals, columns }: { signals: Signal[]; columns: TableColumns }) {
  const { properties } = columns
  const shown = columns.signals.map(({ name }) => name)
  const choose = (chosen: Partial<ChosenColumns>) => {
    const settings = settingsStore.getState().value
    if (settings) void updateSettings({ data: { ...settings.data, ...chosen } })
  }
  // In the order of the project, whatever the order of the clicks.
  const inOrder = (names: string[]) => signals.map(({ name }) => name).filter((name) => names.includes(name))
  return (
    <PopoverButton
      label={text.columns.title}
      variant="quiet"
      size="small"
      content={
        <div className="data-columns">
          <fieldset>
            <legend>{text.columns.properties}</legend>
            {tableProperty.options.map((property) => (
              <Checkbox
                key={property}
                isSelected={properties.includes(property)}
                onChange={() => choose({ properties: toggle(properties, property) })}
              >
                {text.table.properties[property]}
              </Checkbox>
            ))}
          </fieldset>
          <fieldset>
            <legend>{text.columns.signals}</legend>
            {signals
              .filter((signal) => signal.name !== SIZE_SIGNAL)
              .map((signal) => (
                <Checkbox
                  key={signal.name}
                  isSelected={shown.includes(signal.name)}
                  onChange={() => choose({ columns: inOrder(toggle(shown, signal.name)) })}
                >
                  <span className="truncate">{signal.label}</span>
                  <span className="data-columns-unit muted">{signal.unit}</span>
                </Checkbox>
              ))}
          </fieldset>
          <Button variant="quiet" size="small" onPress={() => choose({ columns: null, properties: null })}>
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
