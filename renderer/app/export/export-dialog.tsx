import { useEffect, useState } from 'react'
import type { Signal } from '#contracts/dataset'
import { type ExportFormat, exportChoice } from '#contracts/exports'
import { formatCount } from '#contracts/format-quantity'
import { Button } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { Select } from '../../ui/select.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { isCancelled } from '../notices/errors.ts'
import { reportError } from '../notices/notify.ts'
import { askProject } from '../project/project-store.ts'
import { ExportColumns } from './export-columns.tsx'
import { closeExport, type ExportRequest, useExportRequest } from './export-request.ts'
import { text } from './text.ts'
import { type ExportCounts, useExportCounts } from './use-export-counts.ts'
import { useExportForm } from './use-export-form.ts'
import './export-dialog.css'

/** Asks what to export, how and where to. */
export function ExportDialog() {
  const request = useExportRequest((state) => state.request)
  return request ? <OpenExport request={request} /> : null
}

const formats = (Object.keys(text.formats) as ExportFormat[]).map((id) => ({ id, ...text.formats[id] }))

function OpenExport({ request }: { request: ExportRequest }) {
  const { shown } = request
  const { form, change, target, setTarget, browse, start, problem, isPending } = useExportForm(request)
  const signals = useSignals()
  const counts = useExportCounts(form.isOnlyShown ? (shown?.query ?? null) : null)
  const isFolder = form.format === 'folder'
  return (
    <Dialog
      title={text.title}
      isOpen
      size="large"
      onClose={closeExport}
      footer={
        <>
          <Button onPress={closeExport}>{text.cancel}</Button>
          <Button variant="primary" isDisabled={target.trim() === ''} isPending={isPending} onPress={() => void start()}>
            {text.export}
          </Button>
        </>
      }
    >
      <form
        className="export-form"
        onSubmit={(event) => {
          event.preventDefault()
          void start()
        }}
      >
        <Select label={text.format} options={formats} value={form.format} onChange={(format) => change({ format })} />
        <div className="export-choice">
          <Segmented
            label={text.which}
            options={exportChoice.options.map((id) => ({ id, label: labelChoice(id, counts) }))}
            value={form.which}
            onChange={(which) => change({ which })}
          />
          {shown?.isNarrowed ? (
            <Checkbox isSelected={form.isOnlyShown} onChange={(isOnlyShown) => change({ isOnlyShown })}>
              {text.onlyShown}
            </Checkbox>
          ) : null}
          {shown ? (
            <Checkbox isSelected={form.isInOrder} onChange={(isInOrder) => change({ isInOrder })}>
              {text.inOrder(nameColumn(shown.sort.column, signals), shown.sort.direction)}
            </Checkbox>
          ) : null}
          <p className="muted" aria-live="polite">
            {describeCount(counts, form.which)}
          </p>
        </div>
        <ExportColumns
          properties={form.properties}
          onChangeProperties={(properties) => change({ properties })}
          signals={signals}
          chosenSignals={form.signals}
          onChangeSignals={(names) => change({ signals: names })}
        />
        <div className="export-target">
          <TextField
            label={isFolder ? text.target.folder : text.target.file}
            description={isFolder ? text.inside : text.beside}
            value={target}
            onChange={setTarget}
            error={problem}
            monospace
          />
          <Button onPress={() => void browse()}>{text.browse}</Button>
        </div>
        <button type="submit" hidden />
      </form>
    </Dialog>
  )
}

function useSignals(): Signal[] {
  const [signals, setSignals] = useState<Signal[]>([])
  useEffect(() => {
    const aborter = new AbortController()
    askProject((engine, signal) => engine.dataset.signals(undefined, { signal }), aborter.signal).then(
      setSignals,
      (error: unknown) => {
        if (!aborter.signal.aborted && !isCancelled(error)) reportError(error)
      },
    )
    return () => aborter.abort()
  }, [])
  return signals
}

function labelChoice(choice: keyof typeof text.choices, counted: ExportCounts | null): string {
  return counted?.isWhole ? `${text.choices[choice]} (${formatCount(counted.counts[choice])})` : text.choices[choice]
}

function describeCount(counted: ExportCounts | null, choice: keyof typeof text.choices): string {
  if (counted === null) return text.counting
  const count = counted.counts[choice]
  if (!counted.isWhole) return text.countFound(count)
  return count === 0 ? text.none : text.count(count)
}

function nameColumn(column: string, signals: readonly Signal[]): string {
  return signals.find(({ name }) => name === column)?.label ?? column
}
