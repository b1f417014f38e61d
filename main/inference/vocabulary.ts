import type { LlamaModel, Token } from 'node-llama-cpp'

/** `tokenizer.ggml.token_type` */
const TokenType = { normal: 1, unknown: 2, control: 3, userDefined: 4, unused: 5, byte: 6 } as const

/**
 * The text of every token, byte for byte.
 *
 * llama.cpp's own `detokenize` removes blanks before punctuation for several code models (` !=` becomes `!=`), and a token may hold
 * part of a character. So pieces are kept as bytes, spelled as strings in which each character is one byte ("byte strings"),
 * which makes comparing and slicing cheap.
 */
export interface Vocabulary {
  /** Text of a token as a byte string; empty for control tokens. */
  pieceOf(token: Token): string
  /** Tokens that agree with `text`, a byte string: they begin with it, or it begins with them. */
  findAgreeing(text: string): Token[]
  tokenize(text: string): Token[]
}

export function createVocabulary(model: LlamaModel): Vocabulary {
  const pieces = readPieces(model)
  const byFirstByte: Token[][] = Array.from({ length: 256 }, () => [])
  for (const [token, piece] of pieces.entries()) {
    if (piece.length > 0) byFirstByte[piece.charCodeAt(0)]?.push(token as Token)
  }
  const pieceOf = (token: Token) => pieces[token] ?? ''
  return {
    pieceOf,
    findAgreeing: (text) =>
      (byFirstByte[text.charCodeAt(0)] ?? []).filter((token) => {
        const piece = pieceOf(token)
        return piece.length < text.length ? text.startsWith(piece) : piece.startsWith(text)
      }),
    // A file may contain the spelling of a control token; it is text there and must stay text.
    tokenize: (text) => model.tokenize(text, false, 'trimLeadingSpace'),
  }
}

/** The UTF-8 bytes of a text as a byte string. */
export function toByteString(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1')
}

/** Turns byte strings into text, holding back the bytes of a character until all have come. */
export function createTextDecoder(): (bytes: string) => string {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  return (bytes) => decoder.decode(Buffer.from(bytes, 'latin1'), { stream: true })
}

function readPieces(model: LlamaModel): string[] {
  const { tokenizer } = model.fileInfo.metadata
  const spellings = tokenizer?.ggml?.tokens ?? []
  const types = tokenizer?.ggml?.token_type ?? []
  const toBytes = pickSpelling(model, tokenizer?.ggml?.model)
  return spellings.map((spelling, token) => {
    const type: number = types[token] ?? TokenType.normal
    if (type === TokenType.control || type === TokenType.unused || type === TokenType.unknown) return ''
    if (type === TokenType.byte) return String.fromCharCode(Number.parseInt(spelling.slice(3, -1), 16))
    if (type === TokenType.userDefined) return toByteString(spelling)
    return toBytes(spelling, token as Token)
  })
}

function pickSpelling(model: LlamaModel, kind: string | undefined): (spelling: string, token: Token) => string {
  if (kind === 'gpt2') {
    const alphabet = createByteAlphabet()
    return (spelling) => {
      let bytes = ''
      for (const character of spelling) bytes += alphabet.get(character) ?? toByteString(character)
      return bytes
    }
  }
  if (kind === 'llama') return (spelling) => toByteString(spelling.replaceAll('\u2581', ' '))
  return (_spelling, token) => toByteString(model.detokenize([token]))
}

/**
 * Byte-level BPE spells bytes as printable characters: those that print stand for themselves, the others take code points from
 * 256 on. (`bytes_to_unicode` of GPT-2, https://github.com/openai/gpt-2/blob/master/src/encoder.py)
 */
function createByteAlphabet(): ReadonlyMap<string, string> {
  const alphabet = new Map<string, string>()
  let next = 256
  for (let byte = 0; byte < 256; byte++) {
    const prints = (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || byte >= 0xae
    alphabet.set(String.fromCharCode(prints ? byte : next++), String.fromCharCode(byte))
  }
  return alphabet
}
