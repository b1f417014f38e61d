import { useState } from 'react'
import type { Sample } from '#contracts/dataset'
import { maxMetadataKeyLength, maxMetadataLength } from '#contracts/review'
import { showText } from '#contracts/visible-text'
import { Button } from '../../../ui/button.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { writeMetadata } from './review-actions.ts'
import { text } from './text.ts'

/** What other columns of the source held, and what people add: each value is edited in its place. */
export function MetadataFields({ sample }: { sample: Sample }) {
  const [isAdding, setIsAdding] = useState(false)
  const [key, setKey] = useState('')
  const { metadata, document } = sample
  const add = () => {
    const name = key.trim()
    setKey('')
    setIsAdding(false)
    if (name !== '') void writeMetadata(document.id, name, '')
  }
  return (
    <section className="review-metadata" aria-label={text.metadata}>
      {Object.entries(metadata ?? {}).map(([name, value]) => (
        // A value that changed elsewhere, or was taken back, begins anew.
        <MetadataField key={`${document.id} ${name} ${JSON.stringify(value)}`} sample={sample} name={name} value={value} />
      ))}
      {isAdding ? (
        <TextField
          aria-label={text.metadataKey}
          placeholder={text.metadataKey}
          value={key}
          maxLength={maxMetadataKeyLength}
          autoFocus
          onChange={setKey}
          onBlur={add}
          onKeyDown={(event) => {
            if (event.key === 'Enter') add()
            else if (event.key === 'Escape') setKey('')
          }}
        />
      ) : (
        <Button size="small" variant="quiet" onPress={() => setIsAdding(true)}>
          {text.metadataAdd}
        </Button>
      )}
    </section>
  )
}

function MetadataField({ sample, name, value }: { sample: Sample; name: string; value: unknown }) {
  const shown = typeof value === 'string' ? value : JSON.stringify(value)
  const [draft, setDraft] = useState(shown)
  const save = () => {
    if (draft !== shown) void writeMetadata(sample.document.id, name, draft === '' ? null : draft)
  }
  return (
    <TextField
      label={showText(name)}
      value={draft}
      maxLength={maxMetadataLength}
      onChange={setDraft}
      onBlur={save}
      onKeyDown={(event) => {
        if (event.key === 'Enter') save()
        else if (event.key === 'Escape') setDraft(shown)
      }}
    />
  )
}
