/** Whether a dialog is on the screen. It is a question: it keeps the keyboard, and is answered before anything else is done. */
export function isDialogOpen(): boolean {
  return document.querySelector('.ui-modal-overlay:not([data-exiting])') !== null
}
