import { create } from 'zustand'
import { settingsStore } from './settings-store.ts'

export type Theme = 'light' | 'dark'

const useThemeStore = create<{ theme: Theme }>(() => ({ theme: 'light' }))

/** The theme in force, for what cannot be styled by CSS variables alone. */
export function useTheme(): Theme {
  return useThemeStore((state) => state.theme)
}

/** Keeps the page in the theme of the settings, or of the system, from now on. */
export function followTheme(): void {
  const systemDark = window.matchMedia('(prefers-color-scheme: dark)')
  const apply = () => {
    const chosen = settingsStore.getState().value?.theme ?? rememberedTheme()
    const theme = chosen === 'system' ? (systemDark.matches ? 'dark' : 'light') : chosen
    document.documentElement.dataset.theme = theme
    useThemeStore.setState({ theme })
  }
  apply()
  systemDark.addEventListener('change', apply)
  settingsStore.subscribe(({ value }) => {
    if (value) localStorage.setItem(themeKey, value.theme)
    apply()
  })
}

const themeKey = 'codeshell.theme'

/** The settings arrive after the first paint; without a memory of the choice the page would flash in the other theme. */
function rememberedTheme(): Theme | 'system' {
  const remembered = localStorage.getItem(themeKey)
  return remembered === 'light' || remembered === 'dark' ? remembered : 'system'
}
