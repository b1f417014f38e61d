import type { LeftOut } from '#contracts/recipe'
import type { Rule } from '#contracts/rule'
import { readFileRule } from '../file-rule.ts'
import { dolmaAttributes, dolmaSpans } from './dolma-attributes.ts'
import { addThreshold, type ForeignRecipe } from './foreign-recipe.ts'
import { parseForeignYaml } from './parse-foreign-yaml.ts'

type Stream = Record<string, unknown>

/** Reads a configuration of dolma's mixer, YAML or JSON: what the filter of its first stream compares, and which spans it replaces. */
export function importDolma(text: string): ForeignRecipe {
  const config = parseForeignYaml(text)
  const streams = (Array.isArray(config.streams) ? config.streams : []).map(toRecord)
  const [stream = {}, ...others] = streams
  const rules: Rule[] = []
  const leftOut: LeftOut[] = others.map(({ name }) => ({
    what: `stream: ${String(name)}`,
    reason: 'A recipe is for all documents alike; this is the one of the first stream.',
  }))
  const { include, exclude } = toRecord(stream.filter)
  for (const pattern of listStrings(exclude)) note(pattern, readPattern(pattern, rules, 'exclude'))
  const included = listStrings(include)
  for (const pattern of included) {
    note(
      pattern,
      included.length > 1
        ? 'Of several patterns to include, one is enough; rules hold together.'
        : readPattern(pattern, rules, 'include'),
    )
  }
  for (const replacement of Array.isArray(stream.span_replacement) ? stream.span_replacement.map(toRecord) : []) {
    note(String(replacement.span), readSpan(replacement, rules))
  }
  return {
    recipe: {
      name: typeof stream.name === 'string' && stream.name !== '' ? stream.name : 'dolma',
      score: 'kept',
      steps: [],
      rules,
    },
    leftOut,
  }

  function note(what: string, reason: string | undefined): void {
    if (reason !== undefined) leftOut.push({ what, reason })
  }
}

const comparison = /@\.(\w+)\[0\]\[2\]\s*(<=|>=|<|>)\s*(-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)/gi

/** Adds the rule that a pattern means. Gives the reason where there is none. */
function readPattern(pattern: string, rules: Rule[], mode: 'include' | 'exclude'): string | undefined {
  const [match, ...others] = pattern.matchAll(comparison)
  if (!match || others.length > 0 || pattern.includes('||') || pattern.includes('!'))
    return 'It is no comparison of one attribute with a number.'
  const attribute = match[1] as string
  const known = dolmaAttributes.find(({ type }) => attribute.endsWith(`__${type}`) || attribute === type)
  if (!known) return 'No step measures this attribute.'
  const bounds = toBounds(match[2] as string, Number(match[3]), mode)
  if (!Object.values(bounds).every(Number.isFinite)) return 'Its number is larger than any value of a signal.'
  const only = known.languages ? { languages: [...known.languages], extensions: [] } : null
  addThreshold(rules, { signal: known.signal, only }, bounds)
  return undefined
}

/** Bounds here keep what is equal to them; where dolma drops that too, the bound is the next number that a signal can have. */
function toBounds(operator: string, value: number, mode: 'include' | 'exclude'): { min?: number; max?: number } {
  const isLess = operator.startsWith('<')
  const hasEqual = operator.endsWith('=')
  const dropsBelow = mode === 'exclude' ? isLess : !isLess
  const dropsEqual = mode === 'exclude' ? hasEqual : !hasEqual
  if (dropsBelow) return { min: dropsEqual ? stepFloat(value, 1) : value }
  return { max: dropsEqual ? stepFloat(value, -1) : value }
}

/** The next Float32 above or below. */
function stepFloat(value: number, direction: 1 | -1): number {
  const float = new Float32Array([value])
  if (float[0] === 0) return direction * 2 ** -149
  const bits = new Int32Array(float.buffer)
  bits[0] = (bits[0] as number) + ((float[0] as number) > 0 ? direction : -direction)
  return float[0] as number
}

function readSpan(replacement: Stream, rules: Rule[]): string | undefined {
  const span = String(replacement.span)
  const known = dolmaSpans.find(({ pattern }) => pattern.test(span))
  if (known) rules.push(readFileRule({ rule: 'finding', step: known.step, types: [known.finding], action: 'mask' }))
  else if (/__SECRET_\w+$/.test(span)) rules.push(readFileRule({ rule: 'finding', step: 'secrets', action: 'mask' }))
  else return 'No step finds these places.'
  return undefined
}

function toRecord(value: unknown): Stream {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Stream) : {}
}

function listStrings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : []
}
