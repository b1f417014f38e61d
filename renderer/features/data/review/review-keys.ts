import { beginNote, goOn, labelChosen, step, toggleCompare } from './review-actions.ts'

/** Where the keys of review hold: the table and the document beside it. */
const reviewed = '.data-table, .data-sample'
/** Where keys write: what the code viewer takes keys with is no such place, as it only reads. */
const writing = 'input, select, [contenteditable="true"], .find-widget textarea'

const actions: Readonly<Record<string, () => void>> = {
  k: () => void labelChosen('keep'),
  d: () => void labelChosen('drop'),
  u: () => void labelChosen('unsure'),
  c: () => void labelChosen(null),
  n: beginNote,
  j: () => goOn(1),
  l: () => goOn(-1),
  z: () => void step('undo'),
  Z: () => void step('redo'),
  '=': toggleCompare,
}

/** A key of review, pressed where it is meant for review. */
export interface ReviewKey {
  key: string
  shiftKey: boolean
  ctrlKey: boolean
  metaKey: boolean
  altKey: boolean
}

/** What a key does; undefined when it is none of review's. Caps Lock changes nothing. */
export function findReviewAction({ key, shiftKey, ctrlKey, metaKey, altKey }: ReviewKey): (() => void) | undefined {
  if (ctrlKey || metaKey || altKey) return undefined
  if (key.toLowerCase() === 'z') return actions[shiftKey ? 'Z' : 'z']
  return shiftKey ? undefined : actions[key.toLowerCase()]
}

/** Handles keys before the code viewer sees them, which would say that it is read-only. */
export function handleReviewKey(event: React.KeyboardEvent): void {
  const target = event.target as HTMLElement
  if (event.nativeEvent.isComposing || !target.closest(reviewed) || target.closest(writing)) return
  const act = findReviewAction(event)
  if (!act) return
  event.preventDefault()
  event.stopPropagation()
  // A key that is held down labels one document.
  if (!event.repeat || event.key === 'j' || event.key === 'l') act()
}
