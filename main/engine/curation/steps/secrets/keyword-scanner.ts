/** Finds all of many words at once in Latin-1 bytes, A to Z and a to z being the same. */
export interface KeywordScanner {
  /** Calls back with a word's place in the list and where it begins, in the order of their ends, overlapping ones too. */
  scan(bytes: Uint8Array, found: (word: number, start: number) => void): void
}

/** After Aho and Corasick, Efficient string matching (1975), with every transition laid out: a byte costs two look-ups. */
export function createKeywordScanner(words: readonly string[]): KeywordScanner {
  const classes = classifyBytes(words)
  const width = Math.max(...classes) + 1
  const trie = buildTrie(words, classes)
  const next = new Uint16Array(trie.length * width)
  const outputs = linkStates(trie, next, width)
  const hasOutput = Uint8Array.from(outputs, (list) => (list.length > 0 ? 1 : 0))
  return {
    scan(bytes, found) {
      let state = 0
      for (let at = 0; at < bytes.length; at++) {
        state = next[state * width + (classes[bytes[at] as number] as number)] as number
        if (hasOutput[state] === 0) continue
        for (const word of outputs[state] as number[]) found(word, at + 1 - (words[word] as string).length)
      }
    },
  }
}

interface TrieState {
  readonly children: Map<number, number>
  readonly ends: number[]
}

/** Bytes that are in no word are one class, 0. */
function classifyBytes(words: readonly string[]): Uint8Array {
  const classes = new Uint8Array(256)
  let count = 0
  for (const character of new Set(words.join('').toLowerCase())) {
    count++
    classes[character.charCodeAt(0)] = count
    classes[character.toUpperCase().charCodeAt(0)] = count
  }
  return classes
}

function buildTrie(words: readonly string[], classes: Uint8Array): TrieState[] {
  const states: TrieState[] = [{ children: new Map(), ends: [] }]
  for (const [word, text] of words.entries()) {
    let state = states[0] as TrieState
    for (let at = 0; at < text.length; at++) {
      const byteClass = classes[text.charCodeAt(at)] as number
      let child = state.children.get(byteClass)
      if (child === undefined) {
        child = states.push({ children: new Map(), ends: [] }) - 1
        state.children.set(byteClass, child)
      }
      state = states[child] as TrieState
    }
    state.ends.push(word)
  }
  return states
}

/** Fills in where each state goes, breadth first, and gives the words that end in each. */
function linkStates(states: readonly TrieState[], next: Uint16Array, width: number): number[][] {
  const fallbacks = new Uint16Array(states.length)
  const outputs = states.map(({ ends }) => [...ends])
  const queue = [0]
  for (const state of queue) {
    const fallback = fallbacks[state] as number
    if (state !== 0) outputs[state]?.push(...(outputs[fallback] as number[]))
    for (let byteClass = 0; byteClass < width; byteClass++) {
      const child = states[state]?.children.get(byteClass)
      const beside = state === 0 ? 0 : (next[fallback * width + byteClass] as number)
      next[state * width + byteClass] = child ?? beside
      if (child === undefined) continue
      fallbacks[child] = beside
      queue.push(child)
    }
  }
  return outputs
}
