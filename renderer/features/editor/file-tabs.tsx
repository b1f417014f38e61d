import { X } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { showText } from '#contracts/visible-text'
import { type EditorFile, useEditor } from './editor-store.ts'
import { requestClose } from './open-files.ts'
import { text } from './text.ts'

/** The open files. Arrow keys move between them, Delete closes one; whoever chooses one goes on to write in it. */
export function FileTabs({ onChoose }: { onChoose: () => void }) {
  const files = useEditor((state) => state.files)
  const activeId = useEditor((state) => state.activeId)
  const show = (index: number) => {
    const file = files.at(index % files.length)
    if (file) useEditor.setState({ activeId: file.id })
  }
  return (
    <div className="file-tabs" role="tablist" aria-label={text.openFiles}>
      {files.map((file, index) => (
        <FileTab
          key={file.id}
          file={file}
          isActive={file.id === activeId}
          onChoose={() => {
            useEditor.setState({ activeId: file.id })
            onChoose()
          }}
          onKey={(key) => {
            if (key === 'ArrowRight') show(index + 1)
            else if (key === 'ArrowLeft') show(index - 1)
            else if (key === 'Delete') requestClose(file.id)
          }}
        />
      ))}
    </div>
  )
}

interface FileTabProps {
  file: EditorFile
  isActive: boolean
  onChoose: () => void
  onKey: (key: string) => void
}

function FileTab({ file, isActive, onChoose, onKey }: FileTabProps) {
  const element = useRef<HTMLDivElement>(null)
  const name = showText(file.name)
  useEffect(() => {
    if (isActive) element.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [isActive])
  return (
    <div
      className="file-tab"
      ref={element}
      data-active={isActive || undefined}
      data-dirty={file.dirty || undefined}
      role="presentation"
    >
      <button
        type="button"
        role="tab"
        className="file-tab-name"
        aria-selected={isActive}
        aria-keyshortcuts="Delete"
        aria-label={file.dirty ? `${name}, ${text.unsaved}` : name}
        title={showText(file.path ?? file.name)}
        tabIndex={isActive ? 0 : -1}
        onClick={onChoose}
        onAuxClick={(event) => (event.button === 1 ? requestClose(file.id) : undefined)}
        onKeyDown={(event) => onKey(event.key)}
      >
        {name}
      </button>
      {/* For the pointer alone: a list of tabs may hold nothing else, and Delete on the tab does the same. */}
      <button
        type="button"
        className="file-tab-close"
        tabIndex={-1}
        aria-hidden
        title={text.close(name)}
        onClick={() => requestClose(file.id)}
      >
        <span className="file-tab-dot" />
        <X size={14} aria-hidden />
      </button>
    </div>
  )
}
