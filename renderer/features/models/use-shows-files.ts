import { useEffect, useState } from 'react'
import { askUntilAnswered } from '../../app/connection/ask-until-answered.ts'

/** Whether the host can show a file in the system's file manager; false until it is known. */
export function useShowsFiles(): boolean {
  const [showsFiles, setShowsFiles] = useState(false)
  useEffect(() => {
    const aborter = new AbortController()
    askUntilAnswered((engine, signal) => engine.host.info(undefined, { signal }), aborter.signal).then(
      // A browser may be on another machine than the files.
      ({ kind }) => setShowsFiles(kind === 'electron'),
      () => undefined,
    )
    return () => aborter.abort()
  }, [])
  return showsFiles
}
