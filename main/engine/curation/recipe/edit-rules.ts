import { type Document, isMap, isSeq, YAMLMap, type YAMLSeq } from 'yaml'
import type { Rule } from '#contracts/rule'
import { readFileRule, writeFileRule } from './file-rule.ts'
import type { FileRule } from './recipe-schema.ts'

/** Makes the rules of a valid recipe these, and leaves what is the same as it is written, with its comments. */
export function editRules(document: Document, rules: readonly Rule[]): void {
  const list = document.get('rules')
  if (!isSeq(list)) throw new TypeError('a valid recipe has a list of rules')
  const [first] = list.items
  if (isMap(first) && list.commentBefore) {
    // The comment above the first rule belongs to that rule, and moves or goes with it.
    first.commentBefore = [list.commentBefore, first.commentBefore].filter(Boolean).join('\n')
    list.commentBefore = null
  }
  const written = matchWritten(document, list, rules)
  list.items = rules.map((rule, place) => editRule(document, written[place], rule))
  // An empty list is written as []; what is put into it stands on lines of its own.
  list.flow = rules.length === 0
}

/** For each rule the entry that says the same, else one that says something else of the same signal, step or property. Each entry once. */
function matchWritten(document: Document, list: YAMLSeq, rules: readonly Rule[]): (YAMLMap | undefined)[] {
  const entries = list.items.filter(isMap).map((node) => ({ node, rule: readFileRule(node.toJS(document) as FileRule) }))
  const take = (isWanted: (rule: Rule) => boolean): YAMLMap | undefined => {
    const place = entries.findIndex(({ rule }) => isWanted(rule))
    return place < 0 ? undefined : entries.splice(place, 1)[0]?.node
  }
  const same = rules.map((rule) => take((other) => JSON.stringify(other) === JSON.stringify(rule)))
  return rules.map((rule, place) => same[place] ?? take((other) => getSubject(other) === getSubject(rule)))
}

/** What a rule is about, whatever it says of it. */
function getSubject(rule: Rule): string {
  if (rule.rule === 'category') return `category ${rule.property}`
  return rule.rule === 'threshold' || rule.rule === 'score' ? `${rule.rule} ${rule.signal}` : `${rule.rule} ${rule.step}`
}

function editRule(document: Document, node: YAMLMap = new YAMLMap(document.schema), rule: Rule): YAMLMap {
  const before = node.toJS(document) as Record<string, unknown>
  if (node.items.length > 0 && JSON.stringify(readFileRule(before as FileRule)) === JSON.stringify(rule)) return node
  const after = writeFileRule(rule)
  for (const key of Object.keys(before)) if (!(key in after)) node.delete(key)
  for (const [key, value] of Object.entries(after)) {
    if (JSON.stringify(before[key]) !== JSON.stringify(value)) setValue(document, node, key, value)
  }
  return node
}

/** A minimum is written before the maximum. */
function setValue(document: Document, node: YAMLMap, key: string, value: unknown): void {
  if (key === 'min' && !node.has('min') && node.has('max')) {
    const place = node.items.findIndex((pair) => String(pair.key) === 'max')
    node.items.splice(place, 0, document.createPair(key, value))
  } else node.set(key, typeof value === 'object' ? document.createNode(value) : value)
}
