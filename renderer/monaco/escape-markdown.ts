/** What stands in a text must not be taken for a link, a picture or a heading. */
export function escapeMarkdown(note: string): string {
  return note.replaceAll(/[\\`*_{}[\]()#+\-.!~|<>&]/g, '\\$&').replaceAll('\n', '  \n')
}
