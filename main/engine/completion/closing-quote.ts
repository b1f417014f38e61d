import type { Cursor } from './cursor.ts'
import { scanSyntax } from './syntax/lexical-scan.ts'

/**
 * The text up to the quote that would end the cursor's string, where that string is ended after the cursor already: by the editor,
 * which writes both quotes at once, or because the cursor stands in a string that was there before.
 */
export function cutAtClosingQuote(text: string, cursor: Cursor): string {
  if (!cursor.isStringClosed) return text
  const { stringEnd } = scanSyntax(text, cursor.language, cursor.syntax)
  return stringEnd === -1 ? text : text.slice(0, stringEnd)
}
