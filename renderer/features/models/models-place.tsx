import { Box, CircleAlert, FilePlus, FolderPlus, RotateCw } from 'lucide-react'
import { showText } from '#contracts/visible-text'
import { useCommand } from '../../app/commands/commands.ts'
import { useModelState } from '../../app/model/model-store.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { BackendList } from './backend-list.tsx'
import { ModelCard } from './model-card.tsx'
import { RunningModel } from './running-model.tsx'
import { text } from './text.ts'
import { TrainedModels } from './trained-models.tsx'
import { addModel, refreshModels, useModelList, useModels } from './use-models.ts'
import './models.css'

/** Which models there are, whether they fit, and what the loaded one does. */
export function ModelsPlace() {
  useModelList()
  useCommand('models.add', () => void addModel('open-file'))
  const state = useModelState()
  const files = useModels((models) => models.files)
  const problem = useModels((models) => models.problem)
  return (
    <div className="models" tabIndex={-1} data-place-focus>
      <div className="models-page">
        <header className="models-head">
          <div>
            <h1>{text.title}</h1>
            <p className="muted">{text.intro}</p>
          </div>
          <IconButton icon={RotateCw} label={text.refresh} onPress={() => void refreshModels()} />
        </header>
        {state?.status === 'ready' ? <RunningModel model={state.model} /> : null}
        {state?.status === 'restarting' ? (
          <p className="models-note" role="status">
            <Spinner size={14} />
            {text.restarting(state.attempt)} {showText(state.reason)}
          </p>
        ) : null}
        {files ? (
          <ul className="models-list" aria-label={text.listLabel}>
            {files.map((model) => (
              <ModelCard key={model.file} model={model} state={state} />
            ))}
            <AddCard />
          </ul>
        ) : problem ? (
          <EmptyState
            icon={CircleAlert}
            title={text.listFailed}
            actions={<Button onPress={() => void refreshModels()}>{text.again}</Button>}
          >
            {problem}
          </EmptyState>
        ) : (
          <Spinner label={text.loadingList} />
        )}
        <TrainedModels />
        <BackendList />
      </div>
    </div>
  )
}

function AddCard() {
  return (
    <li className="model-card model-add">
      <Box size={20} strokeWidth={1.5} aria-hidden />
      <div className="model-add-words">
        <h3>{text.add.title}</h3>
        <p className="muted">{text.add.message}</p>
      </div>
      <div className="model-add-actions">
        <Button onPress={() => void addModel('open-file')}>
          <FilePlus size={14} aria-hidden />
          {text.add.file}
        </Button>
        <Button onPress={() => void addModel('open-folder')}>
          <FolderPlus size={14} aria-hidden />
          {text.add.folder}
        </Button>
      </div>
    </li>
  )
}
