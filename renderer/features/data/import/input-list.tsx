import { showText } from '#contracts/visible-text'
import { Checkbox } from '../../../ui/checkbox.tsx'
import type { PlannedInput } from './import-plan.ts'
import { changeInput, showInput } from './import-store.ts'
import { text } from './text.ts'

/** All that was added: which of it is imported, and which of it is shown below. */
export function InputList({ inputs, shownId }: { inputs: readonly PlannedInput[]; shownId: string | null }) {
  return (
    <ul className="import-inputs" aria-label={text.inputs}>
      {inputs.map(({ id, inspection, isChosen }) => {
        const { kind, path, table, revision } = inspection.location
        const name = showText(table === null ? path : `${path}, ${table}`)
        return (
          <li key={id} className="import-input" data-shown={id === shownId || undefined}>
            <Checkbox
              aria-label={`${text.kinds[kind]} ${name}`}
              isSelected={isChosen}
              onChange={(chosen) => changeInput(id, { isChosen: chosen })}
            />
            <button
              type="button"
              className="import-input-name"
              aria-current={id === shownId ? 'true' : undefined}
              onClick={() => showInput(id)}
            >
              <span className="truncate mono">{name}</span>
              <span className="muted">
                {[text.kinds[kind], ...(revision === undefined ? [] : [text.atCommit(revision)])].join(' ')}
                {describeSize(inspection)}
              </span>
            </button>
          </li>
        )
      })}
    </ul>
  )
}

function describeSize({ sizeBytes, rowCount, columns }: PlannedInput['inspection']): string {
  const size = text.size(sizeBytes, rowCount, columns.length > 0 ? 'rows' : 'files')
  return size === '' ? '' : ` · ${size}`
}
