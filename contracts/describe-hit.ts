import type { FindSignalWords } from './describe-rule.ts'
import { formatBytes, formatPlural } from './format-quantity.ts'
import type { Hit } from './hit.ts'
import type { CategoryRule } from './rule.ts'

/** Why a rule drops a document, as a sentence without its full stop. `formatNumber` writes values and bounds. */
export function describeHit(hit: Hit, findSignal: FindSignalWords, formatNumber: (value: number) => string = shorten): string {
  switch (hit.kind) {
    case 'threshold':
    case 'score': {
      const label = findSignal(hit.signal)?.label ?? hit.signal
      const [side, name] = hit.bound === 'max' ? ['above', 'maximum'] : ['below', 'minimum']
      const distance =
        hit.value === null ? 'is infinite,' : `${formatNumber(hit.value)} is ${formatNumber(Math.abs(hit.value - hit.cut))}`
      return `${label} ${distance} ${side} the ${name} of ${formatNumber(hit.cut)}`
    }
    case 'category':
      return describeCategory(hit)
    case 'duplicate': {
      const others = hit.clusterSize - 1
      const alike =
        hit.jaccard === null ? 'through others alike' : hit.jaccard === 1 ? 'the same' : `similarity ${formatNumber(hit.jaccard)}`
      const more = others > 1 ? `, one of ${formatPlural(hit.clusterSize, 'document')} alike` : ''
      return `Duplicate of ${hit.name} (${alike}${more})`
    }
    case 'finding':
      return `Found by “${hit.step}”: ${hit.types.map(({ type, count }) => `${count} × ${type}`).join(', ')}`
  }
}

/** Values are stored in single precision: what comes after some digits is noise. */
function shorten(value: number): string {
  return String(Number(value.toPrecision(6)))
}

const properties: Record<CategoryRule['property'], string> = {
  language: 'Language',
  licence: 'Licence',
  'licence-class': 'Licence class',
  extension: 'Extension',
  source: 'Source',
  repo: 'Repository',
}

function describeCategory({ property, value, why, totalBytes }: Extract<Hit, { kind: 'category' }>): string {
  const subject = `${properties[property]} ${value}`
  if (why === 'not-kept') return `${subject} is not among those to keep`
  if (why === 'dropped') return `${subject} is among those to drop`
  return `${subject} has ${formatBytes(totalBytes ?? 0)} in the whole project, too little to keep`
}
