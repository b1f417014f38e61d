import type { DraftSummary } from '#contracts/open-texts'
import { settingsStore, updateSettings } from '../../app/settings/settings-store.ts'
import { type EditorFile, useEditor } from './editor-store.ts'
import { openDraft, openPath, openScratch, openUntitled } from './open-files.ts'
import { attachPage, listDrafts, whenAttached } from './page-attachment.ts'

const saveDelayMs = 500
/** How a text that was never saved stands among the paths of the files that are open. */
const untitledPrefix = 'untitled:'

/** Brings back what was open, once the settings are known, and from then on remembers what is open. Call once. */
export function startSession(): void {
  attachPage()
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
  await whenAttached()
  const untitled = (await listDrafts()).filter(({ path }) => path === null)
  for (const place of editor.openFiles) await restorePlace(place, untitled)
  // What the settings do not know of: unsaved text of other windows, or of one that ended before it was noted there.
  for (const draft of await listDrafts()) await openDraft(draft)
  if (useEditor.getState().files.length === 0) await openScratch()
  const { files } = useEditor.getState()
  const active = files.find((file) => placeOf(file) === editor.activeFile) ?? files[0]
  useEditor.setState({ activeId: active?.id ?? null, restored: true })
  remember()
}

async function restorePlace(place: string, untitled: readonly DraftSummary[]): Promise<void> {
  if (!place.startsWith(untitledPrefix)) return openPath(place)
  const draft = untitled.find(({ name }) => untitledPrefix + name === place)
  await (draft ? openDraft(draft) : openUntitled(place.slice(untitledPrefix.length)))
}

function placeOf({ path, name }: EditorFile): string {
  return path ?? untitledPrefix + name
}

function remember(): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let known = describe()
  useEditor.subscribe(() => {
    const now = describe()
    if (JSON.stringify(now) === JSON.stringify(known)) return
    known = now
    clearTimeout(timer)
    timer = setTimeout(() => void updateSettings({ editor: now }), saveDelayMs)
  })
}

function describe() {
  const { folder, files, activeId } = useEditor.getState()
  const active = files.find(({ id }) => id === activeId)
  return { folder, openFiles: files.map(placeOf), activeFile: active ? placeOf(active) : null }
}
