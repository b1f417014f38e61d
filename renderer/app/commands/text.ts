/** The words of the command palette. */
export const text = {
  label: 'Commands',
  placeholder: 'Type a command',
  empty: 'No command matches.',
}
