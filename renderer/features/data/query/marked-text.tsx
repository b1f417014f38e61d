import type { Mark } from './path-marks.ts'

/** The part of a text from `start` to `end`, with marks that are given in places of the whole text. */
export function MarkedText({ text, start, end, marks }: { text: string; start: number; end: number; marks: readonly Mark[] }) {
  const pieces: React.ReactNode[] = []
  let position = start
  for (const mark of marks) {
    const from = Math.max(mark.start, position)
    const to = Math.min(mark.end, end)
    if (from >= to) continue
    pieces.push(text.slice(position, from), <mark key={from}>{text.slice(from, to)}</mark>)
    position = to
  }
  return (
    <>
      {pieces}
      {text.slice(position, end)}
    </>
  )
}
