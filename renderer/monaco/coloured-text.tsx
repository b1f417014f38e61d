import { useEffect, useMemo, useState } from 'react'
import { colourLines } from './colour-lines.ts'
import { loadMonaco } from './load-monaco.ts'
import type { Monaco } from './monaco-api.ts'
import './coloured-text.css'

/** Text in the colours of the editor, for where an editor would be too much. It is there at once, and in colour when Monaco is. */
export function ColouredText({ text, language }: { text: string; language: string }) {
  const monaco = useLanguage(language)
  const lines = useMemo(
    () => (monaco ? colourLines(text, monaco.editor.tokenize(text, language)) : null),
    [monaco, text, language],
  )
  return (
    <pre className="coloured-text mono" aria-hidden>
      {lines
        ? lines.map((pieces, line) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place
            <div key={line}>
              {pieces.map(({ text, kind }, piece) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a piece is its place
                <span key={piece} data-token={kind}>
                  {text}
                </span>
              ))}
              {'\n'}
            </div>
          ))
        : `${text}\n`}
    </pre>
  )
}

/** Monaco, once it knows the language's tokens. */
function useLanguage(language: string): Monaco | null {
  const [monaco, setMonaco] = useState<Monaco | null>(null)
  useEffect(() => {
    let gone = false
    void loadMonaco().then(async (loaded) => {
      // Languages are fetched when something is first coloured.
      await loaded.editor.colorize('', language, {})
      if (!gone) setMonaco(loaded)
    })
    return () => {
      gone = true
    }
  }, [language])
  return monaco
}
