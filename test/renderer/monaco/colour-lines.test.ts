import { describe, expect, it } from 'vitest'
import { colourLines } from '../../../renderer/monaco/colour-lines.ts'

const token = (offset: number, type: string) => ({ offset, type, language: 'yaml' }) as never

describe('the colours of a text', () => {
  it('cut every line where its tokens begin, and lose nothing of it', () => {
    const text = 'a: 1 # one\n\n  b'
    const tokens = [
      [token(0, 'type.yaml'), token(1, 'operators.yaml'), token(2, 'white'), token(3, 'number.yaml')],
      [],
      [token(0, '')],
    ]
    expect(colourLines(text, tokens)).toEqual([
      [
        { text: 'a', kind: 'type' },
        { text: ':', kind: 'operators' },
        { text: ' ', kind: 'white' },
        { text: '1 # one', kind: 'number' },
      ],
      [],
      [{ text: '  b', kind: '' }],
    ])
  })
})
