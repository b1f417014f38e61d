import { useEffect, useState } from 'react'
import { listDroppedPaths } from '../../../app/path-picker/dropped-paths.ts'

/**
 * Takes files and folders that are dropped anywhere on the page while it is on the screen. `onDrop` gets their paths, none where the host does
 * not tell them.
 *
 * @returns whether files are held over the page.
 */
export function useFileDrop(onDrop: ((paths: string[]) => void) | null): boolean {
  const [isOver, setIsOver] = useState(false)
  useEffect(() => {
    if (!onDrop) return
    const holdsFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false
    const over = (event: DragEvent) => {
      if (!holdsFiles(event)) return
      event.preventDefault()
      setIsOver(true)
    }
    const leave = (event: DragEvent) => {
      // It is told of every element that is left; only the page's edge leads nowhere.
      if (event.relatedTarget === null) setIsOver(false)
    }
    const drop = (event: DragEvent) => {
      setIsOver(false)
      if (!holdsFiles(event) || !event.dataTransfer) return
      event.preventDefault()
      onDrop(listDroppedPaths(event.dataTransfer))
    }
    document.addEventListener('dragover', over)
    document.addEventListener('dragleave', leave)
    document.addEventListener('drop', drop)
    return () => {
      document.removeEventListener('dragover', over)
      document.removeEventListener('dragleave', leave)
      document.removeEventListener('drop', drop)
    }
  }, [onDrop])
  return isOver
}
