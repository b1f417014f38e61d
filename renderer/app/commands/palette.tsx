import { Command } from 'cmdk'
import { useState } from 'react'
import { Dialog, Modal, ModalOverlay } from 'react-aria-components'
import { type CommandId, commands } from '#contracts/commands'
import { KeyHint } from '../../ui/key-hint.tsx'
import { runCommand, useCommand, useRunnableCommands } from './commands.ts'
import { text } from './text.ts'
import '../../ui/dialog.css'
import './palette.css'

/** Every command by name, with its key. */
export function Palette() {
  const [isOpen, setOpen] = useState(false)
  useCommand('palette.show', () => setOpen(true))
  return (
    <ModalOverlay className="ui-modal-overlay" isOpen={isOpen} onOpenChange={setOpen} isDismissable>
      <Modal className="ui-modal palette">
        <Dialog className="ui-dialog" aria-label={text.label}>
          <PaletteContent onClose={() => setOpen(false)} />
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}

function PaletteContent({ onClose }: { onClose: () => void }) {
  const runnable = useRunnableCommands().filter((id) => id !== 'palette.show')
  const choose = (id: CommandId) => {
    onClose()
    // After the dialog gave the focus back, or a command that moves it would lose it again.
    setTimeout(() => runCommand(id))
  }
  return (
    <Command label={text.label} loop>
      <Command.Input autoFocus placeholder={text.placeholder} className="palette-input" />
      <Command.List className="palette-list" label={text.label}>
        <Command.Empty className="palette-empty">{text.empty}</Command.Empty>
        {runnable.map((id) => (
          <Command.Item
            key={id}
            value={commands[id].title}
            keywords={[commands[id].menu]}
            onSelect={() => choose(id)}
            className="ui-option"
          >
            <span className="ui-option-label truncate">{commands[id].title}</span>
            {commands[id].key === null ? null : <KeyHint shortcut={commands[id].key} />}
          </Command.Item>
        ))}
      </Command.List>
    </Command>
  )
}
