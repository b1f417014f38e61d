/**
 * What has no look of its own and changes how the rest looks: control characters, line and paragraph separators, marks of writing direction,
 * characters that are shown as nothing, halves of surrogate pairs. Joiners and variation selectors stay: scripts and emoji are written with them.
 */
const hidden =
  /(?!\u200c|\u200d|[\ufe00-\ufe0f]|[\u180b-\u180d]|\u180f)[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\p{Bidi_Control}\p{Default_Ignorable_Code_Point}\ufff9-\ufffb]/gu

const short: Readonly<Record<string, string>> = { '\t': '\\t', '\n': '\\n', '\r': '\\r' }

/**
 * A name or path as it is shown: one line, in the order of its characters, with nothing hidden. A right-to-left mark that makes `gpj.exe` of
 * `exe.jpg` is seen as `\u202e`. Only for showing: what the program works with stays as it is.
 */
export function showText(text: string): string {
  return text.replace(hidden, (character) => short[character] ?? escapeCodePoint(character.codePointAt(0) ?? 0))
}

function escapeCodePoint(codePoint: number): string {
  const digits = codePoint.toString(16)
  return codePoint > 0xffff ? `\\u{${digits}}` : `\\u${digits.padStart(4, '0')}`
}
