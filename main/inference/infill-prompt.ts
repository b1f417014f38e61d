import type { Token } from 'node-llama-cpp'
import type { Vocabulary } from './vocabulary.ts'
import { toByteString } from './vocabulary.ts'

const SUFFIX_TOKENS = 256
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
 * suffix id, text after, middle id.
 *
 * The prefix loses its last piece of text, which the model then has to repeat ("token healing"). A cursor in the middle of a word
 * or after blanks splits text where the tokenizer never would, which misleads small models; and while a person types one word,
 * the prompt stays the same, so that the KV cache holds all of it including the text after the cursor.
 */
export function writeInfillPrompt(
  text: { prefix: string; suffix: string },
  model: { vocabulary: Vocabulary; tokens: InfillTokens },
  roomTokens: number,
): InfillPrompt {
  const { vocabulary, tokens } = model
  const suffixRoom = Math.min(SUFFIX_TOKENS, Math.floor(roomTokens / 4))
  const suffix = cutSuffix(text.suffix, suffixRoom, vocabulary)
  // What the suffix leaves unused stays unused, or the start of the prefix would move with every change behind the cursor.
  const prefix = cutPrefix(text.prefix, roomTokens - suffixRoom, vocabulary)
  const healed = cutLastPiece(prefix, text.prefix, vocabulary)
  const begin = tokens.begin === null ? [] : [tokens.begin]
  return { tokens: [...begin, tokens.prefix, ...prefix, tokens.suffix, ...suffix, tokens.middle], healed }
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

/** Removes the tokens of the last piece of text from the end of `tokens` and returns what they spell. */
function cutLastPiece(tokens: Token[], text: string, vocabulary: Vocabulary): string {
  const tail = text.slice(-MAX_HEALED_CHARACTERS)
  const piece = LAST_PIECE.exec(tail)?.[0] ?? ''
  const wantedBytes = Buffer.byteLength(piece)
  const tailBytes = toByteString(text.slice(-2 * MAX_HEALED_CHARACTERS))
  let healed = ''
  let kept = tokens.length
  while (healed.length < wantedBytes && kept > 0) healed = vocabulary.pieceOf(tokens[--kept] as Token) + healed
  // Vocabularies that cannot spell every byte drop some; then the tokens do not say where the text can be cut.
  if (!tailBytes.endsWith(healed)) return ''
  tokens.length = kept
  return healed
}
