import { useEffect } from 'react'
import { client } from '../../app/connection/client.ts'
import { useLastCompletion } from '../../app/model/completion-status.ts'
import { modelStore } from '../../app/model/model-store.ts'
import { settingsStore } from '../../app/settings/settings-store.ts'
import { type InlineCompletionsRegistration, registerInlineCompletions } from '../../monaco/inline-completions.ts'
import { loadMonaco } from '../../monaco/load-monaco.ts'
import { findMirror } from './open-texts.ts'

/** Until the settings are known the person's wishes are not, so nothing is suggested by itself. */
const beforeSettings = { enabled: false, lines: 'auto' as const, debounceMs: 120, disabledLanguages: [] }

/** Ghost text from the engine in every editor, for as long as the editor is on the screen. */
export function useCompletions(): void {
  useEffect(() => {
    let registration: InlineCompletionsRegistration | null = null
    const stopFollowing = modelStore.subscribe(({ value }, before) => {
      const last = useLastCompletion.getState().last
      const wasMissing = last?.status === 'ended' && (last.outcome === 'model-loading' || last.outcome === 'model-restarting')
      // What another model suggested is no news of this one.
      if (before.value?.status === 'ready' && value?.status !== 'ready' && !wasMissing) useLastCompletion.setState({ last: null })
      if (value?.status === 'ready' && before.value?.status !== 'ready' && wasMissing) registration?.askAgain()
    })
    let gone = false
    void loadMonaco().then((monaco) => {
      if (gone) return
      registration = registerInlineCompletions(monaco, {
        complete: (place, signal) => client.completion.completeAt(place, { signal }),
        settings: () => settingsStore.getState().value?.completion ?? beforeSettings,
        findText: findMirror,
        onReport: (report) => useLastCompletion.setState({ last: report }),
      })
    })
    return () => {
      gone = true
      stopFollowing()
      registration?.dispose()
      // Elsewhere nothing is suggested.
      useLastCompletion.setState({ last: null })
    }
  }, [])
}
