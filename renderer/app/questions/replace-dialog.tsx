import { showText } from '#contracts/visible-text'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { useReplaceQuestion } from './confirm-replace.ts'
import { text } from './text.ts'

/** Asks before a file of another kind is replaced, and says what it is. */
export function ReplaceDialog() {
  const question = useReplaceQuestion((state) => state.question)
  if (!question) return null
  return (
    <Dialog
      title={text.replaceTitle(question.file)}
      role="alertdialog"
      isOpen
      onClose={() => question.answer(false)}
      footer={
        <>
          <Button variant="danger" onPress={() => question.answer(true)}>
            {text.replace}
          </Button>
          {/* Last, where the button stands that was pressed: the second press of a double click replaces nothing. */}
          <Button autoFocus onPress={() => question.answer(false)}>
            {text.keep}
          </Button>
        </>
      }
    >
      <p>{showText(question.message)}</p>
    </Dialog>
  )
}
