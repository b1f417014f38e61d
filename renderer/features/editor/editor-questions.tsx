import type { ReactNode } from 'react'
import { showText } from '#contracts/visible-text'
import { fileNameOf } from '../../app/path-picker/host-path.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { type EditorQuestion, findFile, useEditor } from './editor-store.ts'
import { closeFile } from './open-files.ts'
import { saveFile, write } from './save-files.ts'
import { text } from './text.ts'

/** Asks before text is lost. */
export function EditorQuestions() {
  const question = useEditor((state) => state.question)
  if (!question) return null
  return question.kind === 'close' ? <CloseQuestion question={question} /> : <WriteQuestion question={question} />
}

function close(): void {
  useEditor.setState({ question: null })
}

function CloseQuestion({ question: { id } }: { question: Extract<EditorQuestion, { kind: 'close' }> }) {
  const discard = () => {
    close()
    closeFile(id)
  }
  const save = async () => {
    close()
    if (await saveFile(id)) closeFile(id)
  }
  return (
    <Question
      title={text.discardTitle(showText(findFile(id)?.name ?? ''))}
      message={text.discardMessage}
      actions={
        <>
          <Button variant="danger" onPress={discard}>
            {text.discard}
          </Button>
          <Button onPress={close}>{text.cancel}</Button>
          <Button variant="primary" autoFocus onPress={() => void save()}>
            {text.save}
          </Button>
        </>
      }
    />
  )
}

function WriteQuestion({ question }: { question: Exclude<EditorQuestion, { kind: 'close' }> }) {
  const { kind, id, path, version } = question
  const other = showText(fileNameOf(path))
  const isOpen = kind === 'save-over-open'
  const answer = () => {
    close()
    void write(id, path, version)
  }
  return (
    <Question
      title={isOpen ? text.saveOverOpenTitle(other) : text.replaceTitle(other)}
      message={isOpen ? text.saveOverOpenMessage(showText(findFile(id)?.name ?? ''), other) : text.replaceMessage}
      actions={
        <>
          <Button onPress={close}>{text.cancel}</Button>
          <Button variant="primary" autoFocus onPress={answer}>
            {isOpen ? text.saveOverOpen : text.replace}
          </Button>
        </>
      }
    />
  )
}

function Question({ title, message, actions }: { title: string; message: string; actions: ReactNode }) {
  return (
    <Dialog title={title} role="alertdialog" isOpen onClose={close} footer={actions}>
      <p>{showText(message)}</p>
    </Dialog>
  )
}
