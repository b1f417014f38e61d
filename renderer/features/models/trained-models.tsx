import { FolderOpen, Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { TrainedModel } from '#contracts/curation'
import { formatBytes } from '#contracts/format-quantity'
import { showText } from '#contracts/visible-text'
import { client } from '../../app/connection/client.ts'
import { reportError } from '../../app/notices/notify.ts'
import { getShownProject } from '../../app/project/project-store.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { text } from './text.ts'
import { useShowsFiles } from './use-shows-files.ts'
import { useTrainedModels } from './use-trained-models.ts'
import './trained-models.css'

const words = text.trained

/** What was trained in the open project, and the n-gram models that belong to it. */
export function TrainedModels() {
  const [round, setRound] = useState(0)
  const [asked, setAsked] = useState<TrainedModel | null>(null)
  const models = useTrainedModels(round)
  if (models === null) return null

  const remove = async (step: string) => {
    setAsked(null)
    try {
      await client.curation.removeTrainedModel({ project: getShownProject(), step })
    } catch (error) {
      reportError(error)
    }
    setRound((last) => last + 1)
  }
  return (
    <section className="trained" aria-label={words.title}>
      <h2>{words.title}</h2>
      {models.length === 0 ? <p className="muted">{words.none}</p> : null}
      <ul>
        {models.map((model) => (
          <TrainedRow key={model.file} model={model} onRemove={() => setAsked(model)} />
        ))}
      </ul>
      {asked?.step ? <RemoveQuestion model={asked} onRemove={remove} onKeep={() => setAsked(null)} /> : null}
    </section>
  )
}

function TrainedRow({ model, onRemove }: { model: TrainedModel; onRemove: () => void }) {
  const { kind, name, file, sizeBytes, trainedOn, trainedAt, step } = model
  const showsFiles = useShowsFiles()
  return (
    <li className="model-card trained-model" aria-label={showText(name)}>
      <div className="model-card-head">
        <h3 className="truncate">{showText(name)}</h3>
        <Badge>{words.kinds[kind]}</Badge>
        <span className="status-space" />
        {showsFiles ? (
          <IconButton
            icon={FolderOpen}
            size="small"
            label={words.show(name)}
            onPress={() => void client.host.showFile({ path: file }).catch(reportError)}
          />
        ) : null}
        {step === null ? null : <IconButton icon={Trash2} size="small" label={words.remove(name)} onPress={onRemove} />}
      </div>
      <dl className="model-facts number">
        <div>
          <dt>{words.size}</dt>
          <dd>{formatBytes(sizeBytes)}</dd>
        </div>
        <div>
          <dt>{words.time}</dt>
          <dd>{new Date(trainedAt).toLocaleString()}</dd>
        </div>
        <div>
          <dt>{words.origin}</dt>
          <dd>{showText(trainedOn)}</dd>
        </div>
      </dl>
      <p className="model-file mono truncate" title={showText(file)}>
        {showText(file)}
      </p>
    </li>
  )
}

function RemoveQuestion(props: { model: TrainedModel; onRemove: (step: string) => Promise<void>; onKeep: () => void }) {
  const { model, onRemove, onKeep } = props
  return (
    <Dialog
      title={words.removeTitle(model.name)}
      role="alertdialog"
      isOpen
      onClose={onKeep}
      footer={
        <>
          <Button variant="danger" onPress={() => void onRemove(model.step ?? '')}>
            {words.removeIt}
          </Button>
          {/* Last, where a second press of a double click removes nothing. */}
          <Button autoFocus onPress={onKeep}>
            {words.keep}
          </Button>
        </>
      }
    >
      <p>{words.removeSays(formatBytes(model.sizeBytes))}</p>
    </Dialog>
  )
}
