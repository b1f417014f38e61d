import { useState } from 'react'
import { showText } from '#contracts/visible-text'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { NumberField } from '../../../ui/number-field.tsx'
import { listReady } from './import-plan.ts'
import { closeImport, startImport, useImportStore } from './import-store.ts'
import { InputList } from './input-list.tsx'
import { InputPreview } from './input-preview.tsx'
import { PathRow } from './path-row.tsx'
import { text } from './text.ts'
import './import-dialog.css'

const mebibyte = 1_048_576
const defaults = { maxTextMib: 1, maxRejectedPercent: 5 }

/** Shows what paths hold and what will become of it, before anything is stored. */
export function ImportDialog() {
  const isOpen = useImportStore((state) => state.isOpen)
  return isOpen ? <OpenDialog /> : null
}

function OpenDialog() {
  const inputs = useImportStore((state) => state.inputs)
  const shownId = useImportStore((state) => state.shownId)
  const failure = useImportStore((state) => state.failure)
  const [limits, setLimits] = useState(defaults)
  const [pending, setPending] = useState(false)
  const shown = inputs.find(({ id }) => id === shownId) ?? inputs[0]
  const ready = listReady(inputs)
  const areRows = inputs.some(({ inspection }) => inspection.columns.length > 0)

  const start = async () => {
    setPending(true)
    const { maxTextMib, maxRejectedPercent } = limits
    await startImport({ maxTextBytes: Math.round(maxTextMib * mebibyte), maxRejectedShare: maxRejectedPercent / 100 })
    setPending(false)
  }
  const change = (limit: keyof typeof defaults) => (value: number) =>
    setLimits((current) => ({ ...current, [limit]: Number.isNaN(value) ? defaults[limit] : value }))

  return (
    <Dialog
      title={text.title}
      isOpen
      onClose={closeImport}
      size="wide"
      footer={
        <>
          <Button onPress={closeImport}>{text.cancel}</Button>
          <Button variant="primary" isDisabled={ready.length === 0} isPending={pending} onPress={() => void start()}>
            {text.start(ready.length)}
          </Button>
        </>
      }
    >
      <p className="muted">{text.lead}</p>
      <PathRow />
      {inputs.length > 0 ? <InputList inputs={inputs} shownId={shown?.id ?? null} /> : null}
      {shown ? <InputPreview key={shown.id} input={shown} /> : null}
      {inputs.length > 0 ? (
        <div className="import-limits">
          <NumberField
            label={text.maxText}
            value={limits.maxTextMib}
            onChange={change('maxTextMib')}
            minValue={0.001}
            maxValue={1024}
          />
          {areRows ? (
            <NumberField
              label={text.maxRejected}
              value={limits.maxRejectedPercent}
              onChange={change('maxRejectedPercent')}
              minValue={0}
              maxValue={100}
            />
          ) : null}
        </div>
      ) : null}
      {failure === null ? null : (
        <p className="import-failure" role="alert">
          {showText(failure)}
        </p>
      )}
    </Dialog>
  )
}
