import { type FileLanguage, listFileLanguages } from './file-languages.ts'
import type { Monaco } from './monaco-api.ts'
import { monacoThemeName } from './themes.ts'

let loading: Promise<Monaco> | null = null
let loaded: Monaco | null = null

/** Monaco, loaded on first use and then kept. It follows the theme that the page is in. */
export function loadMonaco(): Promise<Monaco> {
  loading ??= import('./monaco.ts').then(({ monaco }) => {
    loaded = monaco
    const followTheme = () =>
      monaco.editor.setTheme(monacoThemeName(document.documentElement.dataset.theme === 'dark' ? 'dark' : 'light'))
    followTheme()
    new MutationObserver(followTheme).observe(document.documentElement, { attributeFilter: ['data-theme'] })
    return monaco
  })
  return loading
}

/** Every language that a new file can be in. */
export async function loadFileLanguages(): Promise<FileLanguage[]> {
  return listFileLanguages((await loadMonaco()).languages.getLanguages())
}

/** A language's name as people write it, e.g. `TypeScript`; its id while Monaco is not loaded or does not know it. */
export function languageName(id: string): string {
  return loaded?.languages.getLanguages().find((language) => language.id === id)?.aliases?.[0] ?? id
}
