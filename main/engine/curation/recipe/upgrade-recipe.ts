import { type Document, isMap, isPair, isScalar, isSeq, type YAMLMap } from 'yaml'

/**
 * Turns the document of a recipe of version 1 into one of version 2, comments and all: its steps, which were thresholds, are rules now. Does
 * nothing to any other document.
 *
 * @param value the document as plain values.
 * @returns whether it did.
 */
export function upgradeRecipe(document: Document, value: unknown): boolean {
  const root = document.contents
  if (!isMap(root) || !isVersionOne(value)) return false
  const steps = root.get('steps')
  setScalar(root, 'version', 2)
  renameKey(root, 'steps', 'rules')
  if (isSeq(steps)) for (const item of steps.items) if (isMap(item)) renameKey(item, 'step', 'rule')
  return true
}

/** Where `rules` is there already, a person has begun to write the new version. */
function isVersionOne(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'version' in value && value.version === 1 && !('rules' in value)
}

function setScalar(map: YAMLMap, key: string, value: unknown): void {
  const node = map.get(key, true)
  if (isScalar(node)) Object.assign(node, { value, source: String(value) })
}

function renameKey(map: YAMLMap, from: string, to: string): void {
  const pair = map.items.find((item) => isPair(item) && String(item.key) === from)
  if (pair && isScalar(pair.key)) Object.assign(pair.key, { value: to, source: to })
}
