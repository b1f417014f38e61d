const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const lenient = new TextDecoder('utf-8', { ignoreBOM: true })

/** The bytes as text. `lossy` when they are not valid UTF-8: then each invalid part is shown as U+FFFD. */
export function decodeText(bytes: Uint8Array): { text: string; lossy: boolean } {
  try {
    return { text: strict.decode(bytes), lossy: false }
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    return { text: lenient.decode(bytes), lossy: true }
  }
}
