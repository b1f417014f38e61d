/** Words in a row that are compared together. */
const runLength = 3
/** Of a longer text only the runs are kept whose number falls below a limit, so that a print takes a few kilobytes at most. */
const maxRuns = 512

/** What is compared of a text: the numbers of its runs of words, each once and in order. */
export interface LicencePrint {
  /** Sorted. */
  runs: Uint32Array
  /** Runs of this number and above are left out. */
  limit: number
  /** How many there are with those left out. */
  count: number
}

/**
 * The print of a text, blind to letter case, marks, line breaks, and lines that say who has the copyright.
 *
 * Runs of words are what askalono and licensee compare too; keeping those below a limit leaves shares of any two prints comparable
 * (Broder, "On the resemblance and containment of documents", 1997). A million bytes take some ten milliseconds.
 */
export function readLicencePrint(text: string, bound = maxRuns): LicencePrint {
  const words = readWords(text)
  const runs = new Set<number>()
  for (let index = 0; index + runLength <= words.length; index++) {
    let number = 0x811c9dc5
    for (const word of words.slice(index, index + runLength)) number = mix(number ^ word)
    runs.add(number)
  }
  return keepSmallest(Uint32Array.from(runs).sort(), bound)
}

/** How many runs two prints share, of how many each has below the lower limit. */
export function comparePrints(one: LicencePrint, other: LicencePrint): { shared: number; ofOne: number; ofOther: number } {
  const limit = Math.min(one.limit, other.limit)
  const ofOne = countBelow(one.runs, limit)
  const ofOther = countBelow(other.runs, limit)
  let shared = 0
  for (let i = 0, j = 0; i < ofOne && j < ofOther; ) {
    const difference = (one.runs[i] as number) - (other.runs[j] as number)
    if (difference === 0) shared++
    if (difference <= 0) i++
    if (difference >= 0) j++
  }
  return { shared, ofOne, ofOther }
}

/** The print less the runs that the other has. */
export function subtractPrint(from: LicencePrint, { runs }: LicencePrint): LicencePrint {
  const taken = new Set(runs)
  const rest = from.runs.filter((run) => !taken.has(run))
  return { runs: rest, limit: from.limit, count: from.count - (from.runs.length - rest.length) }
}

const noLimit = 2 ** 32

function keepSmallest(runs: Uint32Array, bound: number): LicencePrint {
  if (runs.length <= bound) return { runs, limit: noLimit, count: runs.length }
  const limit = runs[bound] as number
  return { runs: runs.slice(0, bound), limit, count: runs.length }
}

function countBelow(runs: Uint32Array, limit: number): number {
  if (limit === noLimit) return runs.length
  let low = 0
  for (let high = runs.length; low < high; ) {
    const middle = (low + high) >> 1
    if ((runs[middle] as number) < limit) low = middle + 1
    else high = middle
  }
  return low
}

/** A line that names whose copyright it is, and the phrase that follows it in many licences; both differ from one project to the next. */
const ownersLine =
  /^[^\p{L}\n]*(?:portions )?(?:copyright(?! (?:notices?|holders?|owners?|laws?|and|interests?|statements?|licen[cs]es?|or|in|to|is|as)\b)|©|\(c\)).*$|^[^\p{L}\n]*all rights reserved\.?$/gimu

/** Who disclaims differs as well: `the author`, `the copyright holders and contributors`, `ISC`. */
const owners = new Set(['the', 'isc', 'author', 'authors', 'holder', 'holders', 'owner', 'owners', 'contributor', 'contributors'])

function readWords(text: string): number[] {
  const words: number[] = []
  for (const [word] of text
    .replace(ownersLine, ' ')
    .toLowerCase()
    .matchAll(/[\p{L}\p{N}]+/gu)) {
    if (!owners.has(word)) words.push(hashWord(word))
  }
  return words
}

/** FNV-1a. */
function hashWord(word: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < word.length; index++) hash = Math.imul(hash ^ word.charCodeAt(index), 0x01000193)
  return hash >>> 0
}

/** The finalizer of MurmurHash3: every bit of the input moves about half of the output's. */
function mix(value: number): number {
  let hash = Math.imul(value ^ (value >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}
