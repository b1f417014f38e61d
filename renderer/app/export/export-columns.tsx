import type { Signal } from '#contracts/dataset'
import { type ExportProperty, exportProperty } from '#contracts/exports'
import { showText } from '#contracts/visible-text'
import { Button } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { text } from './text.ts'

export interface ExportColumnsProps {
  properties: readonly ExportProperty[]
  onChangeProperties: (properties: ExportProperty[]) => void
  /** Of the project. */
  signals: readonly Signal[]
  /** Null is every one. */
  chosenSignals: readonly string[] | null
  onChangeSignals: (names: string[] | null) => void
}

/** What is written beside each text: properties, then signals. */
export function ExportColumns({ properties, onChangeProperties, signals, chosenSignals, onChangeSignals }: ExportColumnsProps) {
  const names = signals.map(({ name }) => name)
  const isChosen = (name: string) => chosenSignals?.includes(name) ?? true
  return (
    <>
      <ColumnGroup
        label={text.columns}
        onAll={() => onChangeProperties([...exportProperty.options])}
        onNone={() => onChangeProperties([])}
      >
        {exportProperty.options.map((property) => (
          <Checkbox
            key={property}
            isSelected={properties.includes(property)}
            onChange={(isSelected) =>
              // In the order in which they are written, whatever the order of the clicks.
              onChangeProperties(
                exportProperty.options.filter((each) => (each === property ? isSelected : properties.includes(each))),
              )
            }
          >
            {text.properties[property]}
          </Checkbox>
        ))}
      </ColumnGroup>
      {signals.length === 0 ? null : (
        <ColumnGroup label={text.signals} onAll={() => onChangeSignals(null)} onNone={() => onChangeSignals([])}>
          {signals.map(({ name, label }) => (
            <Checkbox
              key={name}
              isSelected={isChosen(name)}
              onChange={(isSelected) => {
                const next = names.filter((each) => (each === name ? isSelected : isChosen(each)))
                onChangeSignals(next.length === names.length ? null : next)
              }}
            >
              <span className="truncate">{showText(label)}</span>
            </Checkbox>
          ))}
        </ColumnGroup>
      )}
    </>
  )
}

function ColumnGroup(props: { label: string; onAll: () => void; onNone: () => void; children: React.ReactNode }) {
  const { label, onAll, onNone, children } = props
  return (
    <fieldset className="export-columns">
      <legend className="ui-field-label">{label}</legend>
      <span className="export-columns-all">
        <Button variant="quiet" size="small" aria-label={`${label}: ${text.allColumns}`} onPress={onAll}>
          {text.allColumns}
        </Button>
        <Button variant="quiet" size="small" aria-label={`${label}: ${text.noColumns}`} onPress={onNone}>
          {text.noColumns}
        </Button>
      </span>
      <div className="export-columns-grid">{children}</div>
    </fieldset>
  )
}
