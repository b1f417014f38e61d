import { readLicenceExpression } from './licence-expression.ts'
import { type ListedLicence, licenceList } from './licence-list.ts'
import { comparePrints, type LicencePrint, readLicencePrint, subtractPrint } from './licence-print.ts'

/** The share of a licence that must be there. What people leave out, as the appendix of Apache's, or name otherwise, is a tenth and more of some. */
const enough = 0.8
/** A licence of which a part is missing is as good as one that is this many times the part shorter. */
const missingWeight = 2
/** What a further licence must have that those before it have not. */
const ownShare = 0.5
/** Longer files hold lists of what others wrote. */
const consideredLength = 300_000
/** A file that says more than this holds under the licence of others as well names those too. */
const maxLicences = 4

/**
 * The SPDX expression for a text that holds one licence or several, or null. Of licences that contain each other the larger counts, as ISC does
 * before 0BSD. Takes about a millisecond.
 */
export function identifyLicenceText(text: string): string | null {
  const print = readLicencePrint(text.slice(0, consideredLength), Number.POSITIVE_INFINITY)
  const similar = findSimilar(print)
  const found: ListedLicence[] = []
  for (
    let best = findLargest(print, similar, found);
    best && found.length < maxLicences;
    best = findLargest(print, similar, found)
  ) {
    found.push(best)
  }
  const ids = found.map(({ id }) => id)
  // The one that the other builds on is no further licence.
  const own = ids.filter((id) => !(id === 'GPL-3.0-only' && ids.includes('LGPL-3.0-only')))
  return own.length === 0 ? null : readLicenceExpression(own.join(' AND '))
}

/** The largest of the similar ones that says something beside what the found ones say. */
function findLargest(
  print: LicencePrint,
  similar: readonly ListedLicence[],
  found: readonly ListedLicence[],
): ListedLicence | null {
  let best: ListedLicence | null = null
  let bestSize = 0
  for (const licence of similar) {
    const own = found.reduce((rest, each) => subtractPrint(rest, each.print), licence.print)
    const { shared, ofOther } = comparePrints(print, own)
    if (shared < ofOther * enough || own.runs.length < licence.print.runs.length * ownShare) continue
    // Or a licence with one clause more would do as well. Of the same text the plainest id is taken.
    const size = own.count * (1 - missingWeight * (1 - shared / ofOther))
    if (size < bestSize || (size === bestSize && licence.id.length >= (best?.id.length ?? 0))) continue
    best = licence
    bestSize = size
  }
  return best
}

/** Licences that share enough runs with a print to be one of those in it. */
function findSimilar(print: LicencePrint): ListedLicence[] {
  runTable ??= makeRunTable()
  const counts = new Uint16Array(licenceList.length)
  for (const run of print.runs) {
    for (let place = findFirst(runTable.runs, run); runTable.runs[place] === run; place++) {
      const index = runTable.licences[place] as number
      counts[index] = (counts[index] as number) + 1
    }
  }
  return licenceList.filter(({ print: { runs } }, index) => (counts[index] as number) >= Math.max(1, runs.length * enough))
}

/** Every run of every licence in the order of runs. Made when it is first needed. */
let runTable: { runs: Uint32Array; licences: Uint16Array } | null = null

function makeRunTable() {
  // A run and the place of its licence in one number, which sorts quickly and loses nothing: 32 bits and 10.
  const pairs = Float64Array.from(
    licenceList.flatMap(({ print }, index) => Array.from(print.runs, (run) => run * 1024 + index)),
  ).sort()
  return {
    runs: Uint32Array.from(pairs, (pair) => Math.floor(pair / 1024)),
    licences: Uint16Array.from(pairs, (pair) => pair % 1024),
  }
}

function findFirst(runs: Uint32Array, run: number): number {
  let low = 0
  for (let high = runs.length; low < high; ) {
    const middle = (low + high) >> 1
    if ((runs[middle] as number) < run) low = middle + 1
    else high = middle
  }
  return low
}
