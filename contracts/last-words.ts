/** What a process may write to the terminal or the log of whoever started it; a hostile file makes some write without end. */
const FORWARDED_BYTES = 64 * 1024
const KEPT_CHARACTERS = 8_000
/** Lines that say where a program was, not why it ended: traces of Node, of gdb and of the C library. */
const TRACE = /^(?:-{3,}|\d+: |#\d|at |\[New |\[Thread |0x)/

/** Follows what a process writes to its standard error. */
export interface LastWords {
  /** The end of what it wrote, on one line; empty when it wrote nothing. */
  get(): string
}

/** Forwards the beginning of a stream, drops the rest, and keeps its end for when the process dies. */
export function followLastWords(
  stream: { setEncoding(encoding: 'utf8'): unknown; on(event: 'data', listener: (text: string) => void): unknown },
  forward: (text: string) => void,
): LastWords {
  stream.setEncoding('utf8')
  let room = FORWARDED_BYTES
  let kept = ''
  stream.on('data', (text) => {
    kept = (kept + text).slice(-KEPT_CHARACTERS)
    if (room <= 0) return
    forward(text.slice(0, room))
    room -= text.length
    if (room <= 0) forward('\n(The inference process writes on; the rest is left out.)\n')
  })
  return {
    get: () =>
      kept
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line !== '' && !TRACE.test(line))
        .slice(-3)
        .join(' · ')
        .slice(-300),
  }
}
