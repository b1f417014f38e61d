import { Command } from 'cmdk'
import { Dialog, Modal, ModalOverlay } from 'react-aria-components'
import { KeyHint } from './key-hint.tsx'
import './dialog.css'
import './pick-list.css'

export interface PickItem<Id extends string> {
  id: Id
  label: string
  /** Words that find it beside its label. */
  keywords?: string[]
  shortcut?: string | null
  /** What stands at its right, in a quieter colour. */
  hint?: string
}

export interface PickListProps<Id extends string> {
  /** Name for screen readers. */
  label: string
  placeholder: string
  /** What is said when nothing fits what was typed. */
  empty: string
  items: readonly PickItem<Id>[]
  isOpen: boolean
  onClose: () => void
  onChoose: (id: Id) => void
}

/** A dialog that finds one of many things by a few typed letters. */
export function PickList<Id extends string>(props: PickListProps<Id>) {
  const { label, isOpen, onClose } = props
  return (
    <ModalOverlay
      className="ui-modal-overlay"
      isOpen={isOpen}
      onOpenChange={(open) => (open ? undefined : onClose())}
      isDismissable
    >
      <Modal className="ui-modal pick-list">
        <Dialog className="ui-dialog" aria-label={label}>
          <PickListContent {...props} />
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}

function PickListContent<Id extends string>({ label, placeholder, empty, items, onClose, onChoose }: PickListProps<Id>) {
  const choose = (id: Id) => {
    onClose()
    // After the dialog gave the focus back, or what moves it would lose it again.
    setTimeout(() => onChoose(id))
  }
  return (
    <Command label={label} loop>
      <Command.Input autoFocus placeholder={placeholder} className="pick-list-input" />
      <Command.List className="pick-list-items" label={label}>
        <Command.Empty className="pick-list-empty">{empty}</Command.Empty>
        {items.map(({ id, label: name, keywords = [], shortcut = null, hint }) => (
          <Command.Item key={id} value={name} keywords={keywords} onSelect={() => choose(id)} className="ui-option">
            <span className="ui-option-label truncate">{name}</span>
            {hint ? <span className="muted mono">{hint}</span> : null}
            {shortcut === null ? null : <KeyHint shortcut={shortcut} />}
          </Command.Item>
        ))}
      </Command.List>
    </Command>
  )
}
