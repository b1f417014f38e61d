import { TriangleAlert } from 'lucide-react'
import type { ColumnRole } from '#contracts/imports'
import { showText } from '#contracts/visible-text'
import { Select, type SelectOption } from '../../../ui/select.tsx'
import { assignRole, needsText, type PlannedInput } from './import-plan.ts'
import { changeInput } from './import-store.ts'
import { text } from './text.ts'

const shownRows = 8
const roleOptions = (Object.entries(text.roles) as [ColumnRole, string][]).map(
  ([id, label]): SelectOption<ColumnRole> => ({ id, label }),
)

/** What one input holds: its first rows under its columns, each with what it stands for, or its first files. */
export function InputPreview({ input }: { input: PlannedInput }) {
  const { columns, firstRows, warnings } = input.inspection
  return (
    <>
      {warnings.map((warning) => (
        <Warning key={warning}>{showText(warning)}</Warning>
      ))}
      {input.isChosen && needsText(input) ? <Warning>{text.needsText}</Warning> : null}
      {columns.length > 0 ? (
        <ColumnTable input={input} />
      ) : (
        <ul className="import-files mono" aria-label={text.firstFiles}>
          {firstRows.slice(0, shownRows).map(([path = '']) => (
            <li key={path} className="truncate">
              {showText(path)}
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

function Warning({ children }: { children: React.ReactNode }) {
  return (
    <p className="import-warning" role="status">
      <TriangleAlert size={15} aria-hidden />
      {children}
    </p>
  )
}

function ColumnTable({ input: { id, inspection, mapping } }: { input: PlannedInput }) {
  const { columns, firstRows } = inspection
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
    <section className="import-columns" aria-label={text.firstRows} tabIndex={0}>
      <table>
        <thead>
          <tr>
            {columns.map(({ name, type }) => (
              <th key={name} scope="col">
                <span className="import-column-name truncate mono">{showText(name)}</span>
                <span className="import-column-type muted truncate">{type}</span>
                <Select
                  aria-label={text.roleOf(name)}
                  size="small"
                  options={roleOptions}
                  value={mapping[name] ?? 'metadata'}
                  onChange={(role) => changeInput(id, { mapping: assignRole(mapping, name, role) })}
                />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {firstRows.slice(0, shownRows).map((cells, row) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows have no other name, and stay where they are
            <tr key={row}>
              {columns.map(({ name }, place) => (
                <td key={name} className="truncate mono" data-ignored={mapping[name] === 'ignored' || undefined}>
                  {showText((cells[place] ?? '').replaceAll(/\s+/g, ' '))}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {firstRows.length === 0 ? <p className="muted import-no-rows">{text.noRows}</p> : null}
    </section>
  )
}
