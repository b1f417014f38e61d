/**
 * Whether the key that looks for text in most programs was pressed where the query bar may take it: the viewer of a document has a search
 * of its own, and a dialog is a question that is answered first.
 */
export function isFindKey(event: KeyboardEvent): boolean {
  const mod = navigator.platform.startsWith('Mac') ? event.metaKey : event.ctrlKey
  if (!mod || event.altKey || event.shiftKey || event.key.toLowerCase() !== 'f') return false
  if (event.target instanceof Element && event.target.closest('.monaco-editor')) return false
  return document.querySelector('.ui-modal-overlay:not([data-exiting])') === null
}
