import { type GgufTensor, type GgufValue, writeGguf } from './write-gguf.ts'

const WIDTH = 32
const FEED_FORWARD = 64
const HEADS = 2
const SPECIAL_TOKENS = ['<|endoftext|>', '<fim_prefix>', '<fim_middle>', '<fim_suffix>', '<fim_pad>']
/** Pairs that make the pieces in which llama.cpp's own `detokenize` loses blanks, and some multi-byte characters. */
const MERGES = [
  'Ġ !',
  'Ġ! =',
  'Ġ ,',
  'Ġ .',
  'Ġ ?',
  "Ġ '",
  'Ġ Ġ',
  'ĠĠ ĠĠ',
  'r e',
  't u',
  're tu',
  'Ġ retu',
  'ä ½',
  'ä½ ł',
  'd e',
  'de f',
]

export interface RandomModelOptions {
  architecture?: string
  /** `tokenizer.ggml.pre`: how text is split before merging. */
  pre?: string
  addBos?: boolean
  infill?: boolean
  contextLength?: number
  /** Rows of the feed-forward matrices; a huge number makes a sparse file that no machine can hold in memory. */
  feedForward?: number
  /** Leaves out a tensor, so that llama.cpp refuses the file although its header is sound. */
  withoutTensor?: string
  /** Keys to add or to replace. */
  values?: Readonly<Record<string, GgufValue>>
  /** Writes the header alone. */
  withoutTensors?: boolean
}

/** Writes a CodeShell model of one layer with random weights and a byte-level vocabulary, always the same for the same options. */
export function writeRandomModel(file: string, options: RandomModelOptions = {}): void {
  const { architecture = 'codeshell', pre = 'codeshell', addBos = false, infill = true, contextLength = 512 } = options
  const feedForward = options.feedForward ?? FEED_FORWARD
  const bytes = listByteSpellings()
  const tokens = [...SPECIAL_TOKENS, ...bytes, ...MERGES.map((merge) => merge.replace(' ', ''))]
  const values = new Map<string, GgufValue>([
    ['general.architecture', { type: 'string', value: architecture }],
    ['general.name', { type: 'string', value: 'Random' }],
    ['general.file_type', { type: 'u32', value: 0 }],
    [`${architecture}.context_length`, { type: 'u32', value: contextLength }],
    [`${architecture}.embedding_length`, { type: 'u32', value: WIDTH }],
    [`${architecture}.block_count`, { type: 'u32', value: 1 }],
    [`${architecture}.feed_forward_length`, { type: 'u32', value: feedForward }],
    [`${architecture}.attention.head_count`, { type: 'u32', value: HEADS }],
    [`${architecture}.attention.layer_norm_epsilon`, { type: 'f32', value: 1e-5 }],
    ['tokenizer.ggml.model', { type: 'string', value: 'gpt2' }],
    ['tokenizer.ggml.pre', { type: 'string', value: pre }],
    [
      'tokenizer.ggml.tokens',
      { type: 'strings', value: infill ? tokens : tokens.map((token) => token.replace(/^<fim_(.*)>$/, '<plain_$1>')) },
    ],
    ['tokenizer.ggml.token_type', { type: 'i32s', value: tokens.map((_, id) => (id < SPECIAL_TOKENS.length ? 3 : 1)) }],
    ['tokenizer.ggml.merges', { type: 'strings', value: MERGES }],
    ['tokenizer.ggml.bos_token_id', { type: 'u32', value: 0 }],
    ['tokenizer.ggml.eos_token_id', { type: 'u32', value: 0 }],
    ['tokenizer.ggml.eot_token_id', { type: 'u32', value: 0 }],
    ['tokenizer.ggml.add_bos_token', { type: 'bool', value: addBos }],
  ])
  if (infill) {
    values.set('tokenizer.ggml.fim_pre_token_id', { type: 'u32', value: 1 })
    values.set('tokenizer.ggml.fim_mid_token_id', { type: 'u32', value: 2 })
    values.set('tokenizer.ggml.fim_suf_token_id', { type: 'u32', value: 3 })
  }
  for (const [key, value] of Object.entries(options.values ?? {})) values.set(key, value)
  const tensors = options.withoutTensors
    ? []
    : listTensors(tokens.length, feedForward).filter(({ name }) => name !== options.withoutTensor)
  writeGguf(file, values, tensors)
}

function listTensors(vocabulary: number, feedForward: number): GgufTensor[] {
  const random = createRandom()
  const weights = (name: string, ...dimensions: number[]): GgufTensor => {
    const size = dimensions.reduce((product, dimension) => product * dimension, 1)
    return { name, dimensions, data: size > 2 ** 24 ? null : Float32Array.from({ length: size }, random) }
  }
  const norm = (name: string): GgufTensor[] => [
    { name: `${name}.weight`, dimensions: [WIDTH], data: new Float32Array(WIDTH).fill(1) },
    weights(`${name}.bias`, WIDTH),
  ]
  return [
    weights('token_embd.weight', WIDTH, vocabulary),
    ...norm('output_norm'),
    weights('output.weight', WIDTH, vocabulary),
    ...norm('blk.0.attn_norm'),
    weights('blk.0.attn_qkv.weight', WIDTH, 3 * WIDTH),
    weights('blk.0.attn_qkv.bias', 3 * WIDTH),
    weights('blk.0.attn_output.weight', WIDTH, WIDTH),
    weights('blk.0.attn_output.bias', WIDTH),
    ...norm('blk.0.ffn_norm'),
    weights('blk.0.ffn_up.weight', WIDTH, feedForward),
    weights('blk.0.ffn_up.bias', feedForward),
    weights('blk.0.ffn_down.weight', feedForward, WIDTH),
    weights('blk.0.ffn_down.bias', WIDTH),
  ]
}

/** The printable spelling that byte-level BPE gives each of the 256 bytes. */
function listByteSpellings(): string[] {
  const isPrintable = (byte: number) => (byte > 0x20 && byte < 0x7f) || (byte > 0xa0 && byte !== 0xad)
  let unprintable = 0
  return Array.from({ length: 256 }, (_, byte) => String.fromCodePoint(isPrintable(byte) ? byte : 256 + unprintable++))
}

/** Uniform numbers in ±0.5, the same in every run (a linear congruential generator is random enough for weights). */
function createRandom(): () => number {
  let state = 42
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32 - 0.5
  }
}
