import { SquarePen, TriangleAlert } from 'lucide-react'
import { useEffect, useRef } from 'react'
import type { OpenTextId } from '#contracts/open-texts'
import { showText } from '#contracts/visible-text'
import { runCommand, useCommand } from '../../app/commands/commands.ts'
import { takeParams, usePlaceParams } from '../../app/shell/navigation.ts'
import { CodeEditor, type Editor } from '../../monaco/code-editor.tsx'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Splitter, SplitterPane } from '../../ui/splitter.tsx'
import { EditorQuestions } from './editor-questions.tsx'
import { startSession } from './editor-session.ts'
import { type EditorFile, useEditor } from './editor-store.ts'
import { FileTabs } from './file-tabs.tsx'
import { NewFileDialog } from './new-file-dialog.tsx'
import { chooseFile, chooseFolder, openPath, openScratch, requestClose } from './open-files.ts'
import { findModel } from './open-texts.ts'
import { checkDisk, keepMine, reloadFile, saveFile } from './save-files.ts'
import { SidePanel } from './side-panel.tsx'
import { SuggestionSettings } from './suggestion-settings.tsx'
import { text } from './text.ts'
import { useCompletions } from './use-completions.ts'
import './editor.css'

startSession()

/** Write code with suggestions of the local model. */
export function EditorPlace() {
  const file = useEditor((state) => state.files.find((candidate) => candidate.id === state.activeId))
  const restored = useEditor((state) => state.restored)
  const editor = useRef<Editor | null>(null)
  useCompletions()
  useEditorCommands(file, editor)
  useDiskChecks(file?.id)
  return (
    <>
      <Splitter id="editor">
        <SplitterPane id="editor-side" defaultSize="220px" minSize="140px" maxSize="50%">
          <SidePanel />
        </SplitterPane>
        <SplitterPane id="editor-main">
          {file ? (
            <>
              <div className="editor-head">
                <FileTabs onChoose={() => editor.current?.focus()} />
                <SuggestionSettings language={file.language} />
              </div>
              {file.diskChange ? <ChangedBar file={file} onAnswer={() => editor.current?.focus()} /> : null}
              <CodeEditor
                model={findModel(file.id)}
                readOnly={file.readOnly}
                startsAtEnd={file.path === null}
                label={text.editorOf(showText(file.name))}
                editorRef={editor}
              />
            </>
          ) : restored ? (
            <EditorEmpty />
          ) : null}
        </SplitterPane>
      </Splitter>
      <EditorQuestions />
      <NewFileDialog />
    </>
  )
}

function useEditorCommands(file: EditorFile | undefined, editor: React.RefObject<Editor | null>): void {
  const params = usePlaceParams('editor')
  useEffect(() => {
    if (!params) return
    takeParams('editor')
    if (params.file) void openPath(params.file)
  }, [params])
  useCommand('editor.open-folder', () => void chooseFolder())
  useCommand('editor.open-file', () => void chooseFile())
  useCommand('editor.save', file && !file.readOnly ? () => void saveFile(file.id) : null)
  useCommand('editor.close-file', file ? () => requestClose(file.id) : null)
  useCommand(
    'completion.trigger',
    file
      ? () => {
          editor.current?.focus()
          editor.current?.trigger('command', 'editor.action.inlineSuggest.trigger', {})
        }
      : null,
  )
}

/** Looks at the disk whenever the person comes back to a file: other programs may have written it. */
function useDiskChecks(id: OpenTextId | undefined): void {
  useEffect(() => {
    if (id === undefined) return
    const check = () => void checkDisk(id)
    check()
    window.addEventListener('focus', check)
    return () => window.removeEventListener('focus', check)
  }, [id])
}

function ChangedBar({ file, onAnswer }: { file: EditorFile; onAnswer: () => void }) {
  const answer = (action: Promise<unknown>) => void action.then(onAnswer)
  return (
    <div className="editor-changed" role="alert">
      <TriangleAlert className="editor-changed-icon" size={16} aria-hidden />
      <span className="truncate">{text.changedOnDisk(showText(file.name))}</span>
      <Button size="small" onPress={() => answer(keepMine(file.id))}>
        {text.keepMine}
      </Button>
      <Button size="small" onPress={() => answer(reloadFile(file.id))}>
        {text.reload}
      </Button>
    </div>
  )
}

function EditorEmpty() {
  return (
    <EmptyState
      icon={SquarePen}
      title={text.empty.title}
      actions={
        <>
          <Button variant="primary" data-place-focus onPress={() => void chooseFolder()}>
            {text.openFolder}
          </Button>
          <Button onPress={() => runCommand('editor.new-file')}>{text.newFile.button}</Button>
          <Button onPress={() => void openScratch()}>{text.empty.scratch}</Button>
        </>
      }
    >
      {text.empty.message}
    </EmptyState>
  )
}
