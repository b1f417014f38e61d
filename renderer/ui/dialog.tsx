import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import { showText } from '#contracts/visible-text'
import { DialogBody } from './dialog-body.tsx'
import { FocusKeeper } from './focus-keeper.tsx'
import './dialog.css'

export interface DialogProps {
  /** May hold names; what is hidden in them is shown. */
  title: string
  isOpen: boolean
  onClose: () => void
  /** Buttons, the primary one last. */
  footer?: React.ReactNode
  /** `wide` for tables. */
  size?: 'medium' | 'large' | 'wide'
  /** `alertdialog` for a question that must be answered. */
  role?: 'dialog' | 'alertdialog'
  children: React.ReactNode
}

/** A modal dialog. Escape and a press outside close it; focus returns to where it was. */
export function Dialog({ title, isOpen, onClose, footer, size = 'medium', role = 'dialog', children }: DialogProps) {
  return (
    <ModalOverlay
      className="ui-modal-overlay"
      isOpen={isOpen}
      onOpenChange={(open) => (open ? undefined : onClose())}
      isDismissable={role === 'dialog'}
    >
      <Modal className="ui-modal" data-size={size}>
        <AriaDialog className="ui-dialog" role={role}>
          <FocusKeeper />
          <Heading slot="title" className="ui-dialog-title">
            {showText(title)}
          </Heading>
          <DialogBody>{children}</DialogBody>
          {footer ? <footer className="ui-dialog-footer">{footer}</footer> : null}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}
