import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { closeFile, overwrite, saveFile } from './editor-actions.ts'
import { fileNameOf, findFile, useEditor } from './editor-store.ts'
import { text } from './text.ts'

/** Asks before text is lost. */
export function EditorQuestions() {
  const question = useEditor((state) => state.question)
  const close = () => useEditor.setState({ question: null })
  if (!question) return null
  if (question.kind === 'replace') {
    const replace = () => {
      close()
      void overwrite(question.id, question.path)
    }
    return (
      <Dialog
        title={text.replaceTitle(fileNameOf(question.path))}
        role="alertdialog"
        isOpen
        onClose={close}
        footer={
          <>
            <Button onPress={close}>{text.cancel}</Button>
            <Button variant="primary" autoFocus onPress={replace}>
              {text.replace}
            </Button>
          </>
        }
      >
        <p>{text.replaceMessage}</p>
      </Dialog>
    )
  }
  const discard = () => {
    close()
    closeFile(question.id)
  }
  const save = async () => {
    close()
    const path = await saveFile(question.id)
    // Once it is saved, a file is known by its path.
    if (path !== null) closeFile(path)
  }
  return (
    <Dialog
      title={text.discardTitle(findFile(question.id)?.name ?? '')}
      role="alertdialog"
      isOpen
      onClose={close}
      footer={
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
    >
      <p>{text.discardMessage}</p>
    </Dialog>
  )
}
