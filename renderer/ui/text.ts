/** The words that components bring along. */
export const text = {
  resize: 'Resize the panes',
}
