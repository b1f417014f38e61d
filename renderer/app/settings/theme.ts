import { settingsStore } from './settings-store.ts'

/** Keeps the page in the theme of the settings, or of the system, from now on. */
export function followTheme(): void {
  const systemDark = window.matchMedia('(prefers-color-scheme: dark)')
  const apply = () => {
    const chosen = settingsStore.getState().value?.theme ?? rememberedTheme()
    const theme = chosen === 'system' ? (systemDark.matches ? 'dark' : 'light') : chosen
    document.documentElement.dataset.theme = theme
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
function rememberedTheme(): 'light' | 'dark' | 'system' {
  const remembered = localStorage.getItem(themeKey)
  return remembered === 'light' || remembered === 'dark' ? remembered : 'system'
}
