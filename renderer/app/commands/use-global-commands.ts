import { useEffect } from 'react'
import { isDialogOpen } from '../../ui/open-dialog.ts'
import { watch } from '../connection/watch.ts'
import { settingsStore, updateSettings } from '../settings/settings-store.ts'
import { navigate, type Place } from '../shell/navigation.ts'
import { registerCommand, runCommand } from './commands.ts'
import { findCommandFor } from './keyboard.ts'

const places: Place[] = ['editor', 'data', 'tune', 'models']
const themes = ['system', 'light', 'dark'] as const

/** Commands that work everywhere, the keyboard, and the native menu. */
export function useGlobalCommands(): void {
  useEffect(() => {
    const ends = [
      ...places.map((place) => registerCommand(`place.${place}`, () => navigate(place))),
      ...themes.map((theme) => registerCommand(`theme.${theme}`, () => void updateSettings({ theme }))),
      registerCommand('completion.toggle', togglePause),
      watch((client, signal) => client.host.watchCommands(undefined, { signal }), runCommand),
      watchKeyboard(),
    ]
    return () => {
      for (const end of ends) end()
    }
  }, [])
}

function togglePause(): void {
  const completion = settingsStore.getState().value?.completion
  if (completion) void updateSettings({ completion: { ...completion, enabled: !completion.enabled } })
}

function watchKeyboard(): () => void {
  const isMac = navigator.platform.startsWith('Mac')
  const listen = (event: KeyboardEvent) => {
    if (event.isComposing || event.getModifierState('AltGraph')) return
    if (isDialogOpen()) return
    const id = findCommandFor(event, isMac)
    if (!id) return
    event.preventDefault()
    event.stopPropagation()
    if (!event.repeat) runCommand(id)
  }
  // In the capture phase, because the editor keeps keys that it knows for itself.
  window.addEventListener('keydown', listen, { capture: true })
  return () => window.removeEventListener('keydown', listen, { capture: true })
}
