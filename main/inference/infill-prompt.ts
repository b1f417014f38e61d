import type { Token } from 'node-llama-cpp'
import { toByteString, type Vocabulary } from './vocabulary.ts'

const SUFFIX_TOKENS = 256
/** Room that a short suffix leaves goes to the prefix in pieces of so many tokens. */
const SUFFIX_STEP = 64
const LINE_TOKENS = 128
/** A longer line is cut, at multiples of this, so that the cut stays where it is while a person types. */
const LINE_CHARACTERS = 256
/** No tokenizer in use spends fewer tokens on source text than one for this many characters. */
const MAX_CHARACTERS_PER_TOKEN = 6
/** Blanks, a word with its blank, or a run of signs with its blank: what a tokenizer would not cut in two. */
const LAST_PIECE = /(?:\s+|[ \t]?[\p{L}\p{N}_]+|[ \t]?[^\s\p{L}\p{N}_]+)$/u
const MAX_HEALED_CHARACTERS = 64

/** The tokens that a model uses for fill-in-the-middle. */
export interface InfillTokens {
  readonly prefix: Token
  readonly suffix: Token
  readonly middle: Token
  /** Put first when the model asks for it. */
  readonly begin: Token | null
}

export interface InfillPrompt {
  readonly tokens: Token[]
  /** The end of the prefix that was left out of `tokens`, as a byte string: the model must write it again before anything else. */
  readonly healed: string
}

/**
 * Writes a fill-in-the-middle prompt in the order that CodeShell, StarCoder and their kin were trained on: prefix id, text before,
 * suffix id, text after, middle id. It deviates from the plain form in two ways.
 *
 * - The text before ends with the line above the cursor; the line itself stands behind the middle id, as the beginning of what the
 *   model writes. Typing on then only appends to the prompt, and the KV cache keeps all of it including the text after the cursor.
 * - The last piece of the line is left out, and the model has to write it again ("token healing"). A cursor in the middle of a
 *   word or after a blank splits text where the tokenizer never would.
 *
 * Measured with codeshell-tiny at 80 places of each kind in code it has not seen, greedy, how often the next word or sign is right;
 * plain form / healed only / both: middle of a word 0 / 28 / 60 %, after a blank 1 / 0 / 30 %, after a sign 0 / 10 / 35 %,
 * end of a word 0 / 19 / 41 %, indentation 7 / 11 / 6 %.
 */
export function writeInfillPrompt(
  text: { prefix: string; suffix: string },
  model: { vocabulary: Vocabulary; tokens: InfillTokens },
  roomTokens: number,
): InfillPrompt {
  const { vocabulary, tokens } = model
  const suffixRoom = Math.min(SUFFIX_TOKENS, Math.floor(roomTokens / 4))
  const lineRoom = Math.min(LINE_TOKENS, Math.floor(roomTokens / 8))
  const lineStart = findLastLineStart(text.prefix)
  const suffix = cutSuffix(text.suffix, suffixRoom, vocabulary)
  // What suffix and line leave unused stays unused, but for large pieces, or the start of the prefix would move with every change.
  const suffixShare = Math.min(suffixRoom, Math.ceil((suffix.length + 1) / SUFFIX_STEP) * SUFFIX_STEP)
  const prefix = cutPrefix(text.prefix.slice(0, lineStart), roomTokens - suffixShare - lineRoom, vocabulary)
  const { kept: line, healed } = cutLastPiece(text.prefix.slice(lineStart), vocabulary)
  const begin = tokens.begin === null ? [] : [tokens.begin]
  const middle = [tokens.middle, ...line.slice(-lineRoom)]
  return { tokens: [...begin, tokens.prefix, ...prefix, tokens.suffix, ...suffix, ...middle], healed }
}

function findLastLineStart(text: string): number {
  const start = text.lastIndexOf('\n') + 1
  return start + Math.floor((text.length - start) / LINE_CHARACTERS) * LINE_CHARACTERS
}

function cutSuffix(text: string, roomTokens: number, vocabulary: Vocabulary): Token[] {
  return vocabulary.tokenize(text.slice(0, roomTokens * MAX_CHARACTERS_PER_TOKEN).toWellFormed()).slice(0, roomTokens)
}

/**
 * The end of the prefix that has room. Its start moves only in big steps and to the start of a line, so that typing on keeps the
 * start, and with it everything that was already evaluated.
 */
export function cutPrefix(text: string, roomTokens: number, vocabulary: Vocabulary): Token[] {
  const step = Math.max(roomTokens, 1)
  const firstStart = alignToStep(text.length - roomTokens * MAX_CHARACTERS_PER_TOKEN, step)
  const tokens = vocabulary.tokenize(text.slice(firstStart).toWellFormed())
  if (tokens.length <= roomTokens) return tokens

  let byte = 0
  let index = 0
  for (let anchor = firstStart + step, from = firstStart; anchor < text.length; anchor += step) {
    const start = findLineStart(text, anchor, step)
    const startByte = byte + Buffer.byteLength(text.slice(from, start))
    while (index < tokens.length && byte < startByte) byte += vocabulary.pieceOf(tokens[index++] as Token).length
    from = start
    if (tokens.length - index <= roomTokens) return tokens.slice(index)
  }
  return tokens.slice(-roomTokens)
}

function alignToStep(offset: number, step: number): number {
  return Math.max(0, Math.ceil(offset / step) * step)
}

function findLineStart(text: string, anchor: number, step: number): number {
  const lineEnd = text.indexOf('\n', anchor)
  return lineEnd === -1 || lineEnd - anchor >= step ? anchor : lineEnd + 1
}

/** The tokens of a line without its last piece of text, and what the tokens that were left out spell. */
function cutLastPiece(line: string, vocabulary: Vocabulary): { kept: Token[]; healed: string } {
  const tokens = vocabulary.tokenize(line.toWellFormed())
  const piece = LAST_PIECE.exec(line.slice(-MAX_HEALED_CHARACTERS))?.[0] ?? ''
  const wantedBytes = Buffer.byteLength(piece)
  let healed = ''
  let kept = tokens.length
  while (healed.length < wantedBytes && kept > 0) healed = vocabulary.pieceOf(tokens[--kept] as Token) + healed
  // Vocabularies that cannot spell every byte drop some; then the tokens do not say where the text can be cut.
  return toByteString(line).endsWith(healed) ? { kept: tokens.slice(0, kept), healed } : { kept: tokens, healed: '' }
}
