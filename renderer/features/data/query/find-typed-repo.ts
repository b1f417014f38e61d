/** The part of a repository's name that stands before the cursor of a query; null where no repository is asked for. */
export function findTypedRepo(query: string, cursor: number): string | null {
  const typed = /(?:^|[\s(])-?repo[:=]("[^"]*|[^\s()"]*)$/i.exec(query.slice(0, cursor))?.[1]
  return typed === undefined ? null : typed.replace(/^"/, '')
}
