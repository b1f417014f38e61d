import { useConnection } from '../../app/connection/connection.ts'
import { settingsStore, updateSettings } from '../../app/settings/settings-store.ts'
import { isUntitled, openPath, openScratch } from './editor-actions.ts'
import { useEditor } from './editor-store.ts'
import { flushDrafts } from './open-texts.ts'

const saveDelayMs = 500

/** Brings back what was open, once the settings are known, and from then on remembers what is open. Call once. */
export function startSession(): void {
  window.addEventListener('pagehide', flushDrafts)
  useConnection.subscribe(({ status }, before) => {
    if (status === 'connected' && before.status === 'lost') flushDrafts()
  })
  const { value } = settingsStore.getState()
  if (value) void restore(value.editor)
  else {
    const unsubscribe = settingsStore.subscribe((state) => {
      if (!state.value) return
      unsubscribe()
      void restore(state.value.editor)
    })
  }
}

async function restore(editor: { folder: string | null; openFiles: string[]; activeFile: string | null }): Promise<void> {
  useEditor.setState({ folder: editor.folder })
  for (const id of editor.openFiles) await (isUntitled(id) ? openScratch() : openPath(id))
  if (useEditor.getState().files.length === 0) await openScratch()
  const { files } = useEditor.getState()
  const active = files.find((file) => file.id === editor.activeFile) ?? files[0]
  useEditor.setState({ activeId: active?.id ?? null, restored: true })
  remember()
}

function remember(): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  useEditor.subscribe((state, before) => {
    if (state.folder === before.folder && state.activeId === before.activeId && state.files.length === before.files.length) return
    clearTimeout(timer)
    timer = setTimeout(() => {
      const { folder, files, activeId } = useEditor.getState()
      void updateSettings({ editor: { folder, openFiles: files.map((file) => file.id), activeFile: activeId } })
    }, saveDelayMs)
  })
}
