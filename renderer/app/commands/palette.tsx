import { useState } from 'react'
import { commands } from '#contracts/commands'
import { PickList } from '../../ui/pick-list.tsx'
import { runCommand, useCommand, useRunnableCommands } from './commands.ts'
import { text } from './text.ts'

/** Every command by name, with its key. */
export function Palette() {
  const [isOpen, setOpen] = useState(false)
  const runnable = useRunnableCommands().filter((id) => id !== 'palette.show')
  useCommand('palette.show', () => setOpen(true))
  return (
    <PickList
      label={text.label}
      placeholder={text.placeholder}
      empty={text.empty}
      items={runnable.map((id) => ({
        id,
        label: commands[id].title,
        keywords: [commands[id].menu],
        shortcut: commands[id].key,
      }))}
      isOpen={isOpen}
      onClose={() => setOpen(false)}
      onChoose={runCommand}
    />
  )
}
