import type { Monaco } from './monaco.ts'

/** Monaco takes no CSS variables: these repeat the tokens of ui/theme.css, and colour the syntax calmly around the accent. */
export function defineThemes(monaco: Monaco): void {
  monaco.editor.defineTheme('codeshell-light', {
    base: 'vs',
    inherit: true,
    rules: [
      { token: '', foreground: '1a1d21' },
      { token: 'comment', foreground: '6c727c', fontStyle: 'italic' },
      { token: 'keyword', foreground: '8a3ea8' },
      { token: 'string', foreground: '2f6f2a' },
      { token: 'string.key.json', foreground: '0b5cad' },
      { token: 'number', foreground: 'a2480c' },
      { token: 'type', foreground: '0a6b8a' },
      { token: 'tag', foreground: '0a6b8a' },
      { token: 'attribute.name', foreground: '8a5a00' },
      { token: 'delimiter', foreground: '595f69' },
      { token: 'regexp', foreground: 'a3233f' },
      { token: 'annotation', foreground: '8a5a00' },
    ],
    colors: {
      'editor.background': '#ffffff',
      'editor.foreground': '#1a1d21',
      'editorLineNumber.foreground': '#a9aeb6',
      'editorLineNumber.activeForeground': '#595f69',
      'editor.lineHighlightBackground': '#f5f6f7',
      'editor.lineHighlightBorder': '#00000000',
      'editor.selectionBackground': '#b8e3df',
      'editor.inactiveSelectionBackground': '#dcf0ee',
      'editorCursor.foreground': '#0a7570',
      'editorGhostText.foreground': '#7a818c',
      'editorIndentGuide.background1': '#eceef0',
      'editorIndentGuide.activeBackground1': '#c6cad0',
      'editorWidget.background': '#ffffff',
      'editorWidget.border': '#e2e4e7',
      'editorSuggestWidget.selectedBackground': '#d9efed',
      'editorSuggestWidget.selectedForeground': '#1a1d21',
      'editorSuggestWidget.highlightForeground': '#0a7570',
      'scrollbarSlider.background': '#1b202822',
      'scrollbarSlider.hoverBackground': '#1b202838',
      'scrollbarSlider.activeBackground': '#1b20284d',
      focusBorder: '#0a7570',
    },
  })
  monaco.editor.defineTheme('codeshell-dark', {
    base: 'vs-dark',
    inherit: true,
    rules: [
      { token: '', foreground: 'e5e8eb' },
      { token: 'comment', foreground: '8b929d', fontStyle: 'italic' },
      { token: 'keyword', foreground: 'cf9ce8' },
      { token: 'string', foreground: 'a5cf8f' },
      { token: 'string.key.json', foreground: '86b9ef' },
      { token: 'number', foreground: 'e9a87a' },
      { token: 'type', foreground: '79c6de' },
      { token: 'tag', foreground: '79c6de' },
      { token: 'attribute.name', foreground: 'e8b55a' },
      { token: 'delimiter', foreground: 'a2a9b3' },
      { token: 'regexp', foreground: 'f08fa4' },
      { token: 'annotation', foreground: 'e8b55a' },
    ],
    colors: {
      'editor.background': '#1a1d21',
      'editor.foreground': '#e5e8eb',
      'editorLineNumber.foreground': '#565d67',
      'editorLineNumber.activeForeground': '#a2a9b3',
      'editor.lineHighlightBackground': '#20242a',
      'editor.lineHighlightBorder': '#00000000',
      'editor.selectionBackground': '#1f4f4b',
      'editor.inactiveSelectionBackground': '#1b3634',
      'editorCursor.foreground': '#3fc5b9',
      'editorGhostText.foreground': '#7d8590',
      'editorIndentGuide.background1': '#262a30',
      'editorIndentGuide.activeBackground1': '#3d444c',
      'editorWidget.background': '#22262b',
      'editorWidget.border': '#2a2f35',
      'editorSuggestWidget.selectedBackground': '#163836',
      'editorSuggestWidget.selectedForeground': '#e5e8eb',
      'editorSuggestWidget.highlightForeground': '#5fd6cb',
      'scrollbarSlider.background': '#ffffff1c',
      'scrollbarSlider.hoverBackground': '#ffffff30',
      'scrollbarSlider.activeBackground': '#ffffff42',
      focusBorder: '#3fc5b9',
    },
  })
}

/** The name under which Monaco knows our theme. */
export function monacoThemeName(theme: 'light' | 'dark'): string {
  return theme === 'dark' ? 'codeshell-dark' : 'codeshell-light'
}
