import { useEffect, useState } from 'react'
import { useCommand } from '../../app/commands/commands.ts'
import type { FileLanguage } from '../../monaco/file-languages.ts'
import { loadFileLanguages } from '../../monaco/load-monaco.ts'
import { PickList } from '../../ui/pick-list.tsx'
import { openNewFile } from './open-files.ts'
import { text } from './text.ts'

/** Asks for the language of a new file: it decides the colours, what the model is told, and the ending of the name. */
export function NewFileDialog() {
  const [isOpen, setOpen] = useState(false)
  const [languages, setLanguages] = useState<FileLanguage[]>([])
  useCommand('editor.new-file', () => setOpen(true))
  useEffect(() => void loadFileLanguages().then(setLanguages), [])
  return (
    <PickList
      label={text.newFile.label}
      placeholder={text.newFile.placeholder}
      empty={text.newFile.empty}
      items={languages.map(({ id, name, extension }) => ({ id, label: name, keywords: [extension], hint: extension }))}
      isOpen={isOpen}
      onClose={() => setOpen(false)}
      onChoose={(id) => {
        const language = languages.find((each) => each.id === id)
        if (language) void openNewFile(language)
      }}
    />
  )
}
