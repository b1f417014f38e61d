import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { TextEdit, TextPosition } from '#contracts/open-texts'
import { createEditedText } from '#engine/open-texts/edited-text'

const content = fc.string({ unit: fc.constantFrom('a', 'b', '\n', '\r', '\u2028', '😀', '\ud83d', 'é') })

/** The plain way: positions to offsets by splitting, and strings put together. */
function offsetOf(text: string, { line, character }: TextPosition): number {
  const lines = text.split('\n')
  return lines.slice(0, line).reduce((sum, each) => sum + each.length + 1, 0) + character
}

function positionAt(text: string, offset: number): TextPosition {
  const lines = text.slice(0, offset).split('\n')
  return { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 }
}

it('is what a string would be after the same edits, with the same text around every place', () => {
  const step = fc.record({ from: fc.nat(), to: fc.nat(), text: content })
  fc.assert(
    fc.property(content, fc.array(step), fc.nat(), (start, steps, place) => {
      let text = start
      let edited = createEditedText(start)
      for (const { from, to, text: inserted } of steps) {
        const [low, high] = [from % (text.length + 1), to % (text.length + 1)].sort((a, b) => a - b) as [number, number]
        const edit: TextEdit = { start: positionAt(text, low), end: positionAt(text, high), text: inserted }
        text = text.slice(0, low) + inserted + text.slice(high)
        const next = edited.edit([edit])
        if (!next) throw new Error('The edit is within the text.')
        edited = next
      }
      expect([...edited.pieces()].join('')).toBe(text)
      expect(edited.length).toBe(text.length)
      const offset = place % (text.length + 1)
      const around = edited.around(positionAt(text, offset), { before: 1000, after: 1000, step: 1 })
      expect(around).toEqual({
        prefix: text.slice(Math.max(0, offset - 1000), offset),
        suffix: text.slice(offset, offset + 1000),
      })
      expect(offsetOf(text, positionAt(text, offset))).toBe(offset)
    }),
  )
})

it('answers nothing for a place that it has not', () => {
  const text = createEditedText('ab\nc')
  const at = (line: number, character: number) => ({ line, character })
  const window = { before: 10, after: 10, step: 1 }
  for (const place of [at(0, 3), at(1, 2), at(2, 0)]) {
    expect(text.around(place, window)).toBeNull()
    expect(text.edit([{ start: at(0, 0), end: place, text: '' }])).toBeNull()
  }
  expect(text.edit([{ start: at(1, 0), end: at(0, 0), text: '' }])).toBeNull()
})

it('keeps the start of what stands before the cursor while a person types, and has enough of it', () => {
  let text = createEditedText('x'.repeat(100))
  const starts = new Set<number>()
  for (let length = 100; length < 200; length++) {
    const { prefix } = text.around({ line: 0, character: length }, { before: 40, after: 5, step: 32 }) ?? { prefix: '' }
    expect(prefix.length).toBeGreaterThanOrEqual(40)
    starts.add(length - prefix.length)
    const place = { line: 0, character: length }
    text = text.edit([{ start: place, end: place, text: 'y' }]) ?? text
  }
  expect([...starts]).toEqual([32, 64, 96, 128])
})
