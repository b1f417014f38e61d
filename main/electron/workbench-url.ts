const host = 'workbench'

/** The scheme of the program's own page. */
export const workbenchScheme = 'app'
/** The one page of the program. */
export const workbenchUrl = `${workbenchScheme}://${host}/index.html`

/** Pages that a person may open in the browser from inside the workbench. Everything else opens nowhere. */
const allowedPages: readonly { host: string; pathPrefix: string }[] = [
  { host: 'huggingface.co', pathPrefix: '/WisdomShell/' },
  { host: 'github.com', pathPrefix: '/WisdomShell/' },
]

/** Whether a URL belongs to the program itself. `URL.origin` says `null` for this scheme outside of a page, so the parts are compared. */
export function isWorkbenchUrl(url: string): boolean {
  const parsed = URL.parse(url)
  return parsed?.protocol === `${workbenchScheme}:` && parsed.host === host
}

/** Whether a link may be handed to the person's browser. */
export function isAllowedPage(url: string): boolean {
  const parsed = URL.parse(url)
  if (parsed?.protocol !== 'https:' || parsed.username || parsed.password) return false
  return allowedPages.some((page) => parsed.host === page.host && parsed.pathname.startsWith(page.pathPrefix))
}
