import { useEffect } from 'react'
import { create } from 'zustand'
import type { Backend, BackendName, ModelFile } from '#contracts/models'
import { askUntilAnswered } from '../../app/connection/ask-until-answered.ts'
import { client } from '../../app/connection/client.ts'
import { describeError } from '../../app/notices/errors.ts'
import { reportError } from '../../app/notices/notify.ts'
import { pickPath } from '../../app/path-picker/pick-path.ts'
import { text } from './text.ts'

interface ModelsState {
  files: ModelFile[] | null
  /** Why the list could not be had. */
  problem: string | null
  backends: Backend[]
  /** Why the last attempt to load a file failed, by file. */
  failures: Readonly<Record<string, string>>
}

export const useModels = create<ModelsState>(() => ({ files: null, problem: null, backends: [], failures: {} }))

export async function refreshModels(abort = new AbortController().signal): Promise<void> {
  try {
    const files = await askUntilAnswered((engine, signal) => engine.models.list(undefined, { signal }), abort)
    useModels.setState({ files, problem: null })
  } catch (error) {
    if (!abort.aborted) useModels.setState({ problem: describeError(error)?.message ?? null })
  }
}

/** Reads the list whenever the place comes to the screen: files may have been added meanwhile. */
export function useModelList(): void {
  useEffect(() => {
    const aborter = new AbortController()
    void refreshModels(aborter.signal)
    askUntilAnswered((engine, signal) => engine.models.backends(undefined, { signal }), aborter.signal).then(
      (backends) => useModels.setState({ backends }),
      (error) => (aborter.signal.aborted ? undefined : reportError(error)),
    )
    return () => aborter.abort()
  }, [])
}

export async function addModel(kind: 'open-file' | 'open-folder'): Promise<void> {
  const path = await pickPath({
    kind,
    title: kind === 'open-file' ? text.add.file : text.add.folder,
    extensions: kind === 'open-file' ? ['gguf'] : [],
  })
  if (path === null) return
  try {
    useModels.setState({ files: await client.models.add({ path }), problem: null })
  } catch (error) {
    reportError(error)
  }
}

export async function removeModel(path: string): Promise<void> {
  try {
    useModels.setState({ files: await client.models.remove({ path }) })
  } catch (error) {
    reportError(error)
  }
}

/** Loads a model. A failure is kept beside the model it belongs to. */
export async function loadModel(file: string): Promise<void> {
  setFailure(file, undefined)
  try {
    await client.models.load({ file })
  } catch (error) {
    // Whoever chose something else meanwhile knows; there are no words for that.
    setFailure(file, describeError(error)?.message)
  }
}

export async function unloadModel(): Promise<void> {
  try {
    await client.models.unload()
  } catch (error) {
    reportError(error)
  }
}

export async function retryBackend(name: BackendName): Promise<void> {
  try {
    useModels.setState({ backends: await client.models.retryBackend({ name }) })
  } catch (error) {
    reportError(error)
  }
}

function setFailure(file: string, message: string | undefined): void {
  useModels.setState(({ failures: { [file]: _, ...others } }) => ({
    failures: message === undefined ? others : { ...others, [file]: message },
  }))
}
