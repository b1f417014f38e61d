export type ReferenceToken = {
  text: string
  /** In bytes of UTF-8, as is the size. */
  offset: number
  size: number
}

const lowerRun = /^(?:[a-z]|(?=\P{ASCII})[\p{L}\p{N}])+/u
const capitalized = /^[A-Z](?:[a-z]|(?=\P{ASCII})[\p{L}\p{N}])*/u
const upperRun = /^[A-Z]{2,}/
const binaryRun = /^(?:(?=\p{ASCII})(?!\s)\p{Cc}|\ufffd)+/u
const indentation = /^[ \t\r\v\f]*/

/** Plain TypeScript statement of the `code` tokens of the native tokeniser for text that is valid and has no very long words. */
export function tokenizeReference(document: string): ReferenceToken[] {
  const tokens: ReferenceToken[] = []
  const widths = [0]
  let isAtLineStart = true
  let index = document.startsWith('\ufeff') ? 1 : 0

  function emit(text: string, length: number): void {
    const offset = Buffer.byteLength(document.slice(0, index))
    tokens.push({ text, offset, size: Buffer.byteLength(document.slice(index, index + length)) })
    index += length
  }

  function startLine(): void {
    const space = indentation.exec(document.slice(index))?.[0] ?? ''
    index += space.length
    if (index === document.length || document[index] === '\n') return
    let width = 0
    for (const character of space) {
      if (character === '\t') width += 4 - (width % 4)
      else if (character === ' ') width++
    }
    let closed = 0
    while ((widths.at(-1) ?? 0) > width) {
      widths.pop()
      closed++
    }
    const opens = width > (widths.at(-1) ?? 0)
    if (opens) widths.push(width)
    if (opens && closed === 0) emit('<indent>', 0)
    for (let dedent = opens ? 1 : 0; dedent < closed; dedent++) emit('<dedent>', 0)
  }

  for (;;) {
    if (isAtLineStart) startLine()
    isAtLineStart = false
    if (index === document.length) break
    const rest = document.slice(index)
    const character = String.fromCodePoint(rest.codePointAt(0) ?? 0)
    if (character === '\n') {
      emit('<nl>', 1)
      isAtLineStart = true
    } else if (/[ \t\r\v\f]/.test(character)) index++
    else if (/[0-9]/.test(character)) emit(...readNumber(rest, bytesBefore(document, index)))
    else if (/["']/.test(character)) emit(...readString(rest, bytesBefore(document, index)))
    else if (binaryRun.test(rest)) emit('<binary>', binaryRun.exec(rest)?.[0].length ?? 0)
    else {
      const part = readPart(rest) ?? character
      emit(part, part.length)
    }
  }
  emit('</s>', 0)
  return tokens
}

function bytesBefore(document: string, index: number): Buffer {
  return Buffer.from(document.slice(0, index)).subarray(-3)
}

function isWordByte(byte: number): boolean {
  return byte >= 0x80 || /\w/.test(String.fromCharCode(byte))
}

function readPart(rest: string): string | undefined {
  const upper = upperRun.exec(rest)?.[0]
  if (upper !== undefined) return /[a-z]/.test(rest[upper.length] ?? '') ? upper.slice(0, -1) : upper
  return (capitalized.exec(rest) ?? lowerRun.exec(rest) ?? /^_+/.exec(rest))?.[0]
}

function readNumber(rest: string, before: Buffer): [text: string, length: number] {
  const last = before.at(-1)
  if (last !== undefined && isWordByte(last) && !/[0-9]/.test(String.fromCharCode(last))) {
    const digits = /^[0-9]+/.exec(rest)?.[0] ?? ''
    return [digits.length > 3 ? '<int>' : digits, digits.length]
  }
  const prefixed = /^0([xbo])\w*/i.exec(rest)
  if (prefixed !== null) {
    const kind = prefixed[1]?.toLowerCase()
    return [kind === 'x' ? '<hex>' : kind === 'b' ? '<bin>' : '<int>', prefixed[0].length]
  }
  let length = 1
  let isFloating = false
  for (;;) {
    const next = rest.slice(length)
    const exponent = /^[eE][+-]?(?=[0-9])/.exec(next)
    if (!isFloating && /^\.[0-9]/.test(next)) {
      isFloating = true
      length++
    } else if (exponent !== null) {
      isFloating = true
      length += Math.max(2, exponent[0].length)
    } else if (/^\w/.test(next)) length++
    else break
  }
  if (isFloating) return ['<float>', length]
  return length === 1 ? [rest.slice(0, 1), 1] : ['<int>', length]
}

function readString(rest: string, before: Buffer): [text: string, length: number] {
  const quote = rest.slice(0, 1)
  const isApostrophe = quote === "'" && before.length === 3 && before.every(isWordByte)
  const string = quote === '"' ? /^"((?:\\[^\n]|[^"\\\n])*?)"/ : /^'((?:\\[^\n]|[^'\\\n])*?)'/
  const found = isApostrophe ? null : string.exec(rest)
  if (found === null) return [quote, 1]
  const content = found[1] ?? ''
  const size = Buffer.byteLength(content)
  if (size === 0) return ['<string:empty>', found[0].length]
  if (size > 200) return ['<string:long>', found[0].length]
  return [size > 32 || /[ \t\r\v\f]/.test(content) ? '<string:text>' : '<string:word>', found[0].length]
}
