/**
 * Compares families of permutations by how well MinHash estimates known Jaccard similarities with them; the table in
 * docs/decisions/0005-minhash-permutations.md is its output. Run it with `node native/tools/compare-permutations.ts`.
 *
 * A pair of sets has as many random shingle hashes as a document of that size. All pairs of a row use the same permutations, as in
 * practice. With unbiased, independent permutations the mean deviation is 0 within 3 / sqrt(pairs), and the spread 1, both in
 * standard errors sqrt(J (1 - J) / permutations).
 */
const pairCount = 400
const permutationCount = 256
const setSizes = [4, 30, 300]
const seeds = [1, 2, 3]

type Permutation = { a: bigint; b: bigint }
type Family = { name: string; permute: (hash: bigint, permutation: Permutation) => number }

const mersennePrime = (1n << 61n) - 1n

const families: Family[] = [
  {
    name: 'a x + b mod 2^32, odd a',
    permute: (hash, { a, b }) => (Math.imul(Number(a & 0xffff_ffffn) | 1, Number(hash >> 32n)) + Number(b & 0xffff_ffffn)) >>> 0,
  },
  {
    name: 'multiply-shift: (a x + b mod 2^64) >> 32',
    permute: (hash, { a, b }) => Number(BigInt.asUintN(64, a * (hash >> 32n) + b) >> 32n),
  },
  {
    name: 'affine: (a x + b mod 2^61 - 1) mod 2^32',
    permute: (hash, { a, b }) => Number((((a % mersennePrime) * (hash % mersennePrime) + b) % mersennePrime) & 0xffff_ffffn),
  },
]

/** SplitMix64. */
function createRandom(seed: number): () => bigint {
  let state = BigInt(seed)
  return () => {
    state = BigInt.asUintN(64, state + 0x9e3779b97f4a7c15n)
    let value = BigInt.asUintN(64, (state ^ (state >> 30n)) * 0xbf58476d1ce4e5b9n)
    value = BigInt.asUintN(64, (value ^ (value >> 27n)) * 0x94d049bb133111ebn)
    return value ^ (value >> 31n)
  }
}

function measure({ permute }: Family, setSize: number, seed: number): { mean: number; spread: number } {
  const random = createRandom(seed)
  const permutations = Array.from({ length: permutationCount }, () => ({ a: random(), b: random() }))
  let sum = 0
  let sumOfSquares = 0
  for (let pair = 0; pair < pairCount; pair++) {
    const shared = 1 + (pair % (setSize - 1))
    const only = setSize - shared
    const hashes = Array.from({ length: shared + 2 * only }, random)
    const jaccard = shared / hashes.length
    let equal = 0
    for (const permutation of permutations) {
      const permuted = hashes.map((hash) => permute(hash, permutation))
      const first = Math.min(...permuted.slice(0, setSize))
      const second = Math.min(...permuted.slice(0, shared), ...permuted.slice(setSize))
      if (first === second) equal++
    }
    const deviation = (equal / permutationCount - jaccard) / Math.sqrt((jaccard * (1 - jaccard)) / permutationCount)
    sum += deviation
    sumOfSquares += deviation * deviation
  }
  return { mean: sum / pairCount, spread: Math.sqrt(sumOfSquares / pairCount) }
}

console.log(`| permutations | ${setSizes.map((size) => `${size} shingles: mean, spread`).join(' | ')} |`)
console.log(`| --- | ${setSizes.map(() => '---').join(' | ')} |`)
for (const family of families) {
  const cells = setSizes.map((setSize) => {
    const results = seeds.map((seed) => measure(family, setSize, seed))
    return results.map(({ mean, spread }) => `${mean.toFixed(2)}, ${spread.toFixed(2)}`).join('; ')
  })
  console.log(`| ${family.name} | ${cells.join(' | ')} |`)
}
