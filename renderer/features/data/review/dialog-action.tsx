import { useState } from 'react'
import { reportError } from '../../../app/notices/notify.ts'
import { Button } from '../../../ui/button.tsx'
import { text } from './text.ts'

/** What a dialog is for. */
export interface DialogAction {
  readonly isPending: boolean
  /** Does it once, and closes the dialog whatever came of it. */
  run(): Promise<void>
}

/** A failure is told as a notice. */
export function useDialogAction(close: () => void, act: () => Promise<unknown>): DialogAction {
  const [isPending, setIsPending] = useState(false)
  return {
    isPending,
    async run() {
      if (isPending) return
      setIsPending(true)
      try {
        await act()
      } catch (error) {
        reportError(error)
      }
      close()
    },
  }
}

/** The buttons below a dialog: the way out, and its action under the name `confirm`; null while there is nothing to do. */
export function DialogActionButtons(props: {
  close: () => void
  action: DialogAction
  confirm: string | null
  isDisabled?: boolean
  autoFocus?: boolean
}) {
  const { close, action, confirm, isDisabled = false, autoFocus = false } = props
  return (
    <>
      <Button onPress={close}>{text.cancel}</Button>
      {confirm === null ? null : (
        <Button
          variant="primary"
          autoFocus={autoFocus}
          isDisabled={isDisabled}
          isPending={action.isPending}
          onPress={() => void action.run()}
        >
          {confirm}
        </Button>
      )}
    </>
  )
}
