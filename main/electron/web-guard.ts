import { app, type Session, shell, type WebContents } from 'electron'
import { isWorkbenchUrl } from './workbench-protocol.ts'

/** Pages that a person may open in the browser from inside the workbench. Everything else opens nowhere. */
const allowedPages: readonly { host: string; pathPrefix: string }[] = [
  { host: 'huggingface.co', pathPrefix: '/WisdomShell/' },
  { host: 'github.com', pathPrefix: '/WisdomShell/' },
]

/** Keeps every web contents of the app on its own page, whoever creates it and whatever runs in it. */
export function guardWebContents(): void {
  app.on('web-contents-created', (_event, contents) => {
    refuseToLeave(contents)
    refusePermissions(contents.session)
  })
}

/** Whether a link may be handed to the person's browser. */
export function isAllowedPage(url: string): boolean {
  const parsed = URL.parse(url)
  if (parsed?.protocol !== 'https:' || parsed.username || parsed.password) return false
  return allowedPages.some((page) => parsed.host === page.host && parsed.pathname.startsWith(page.pathPrefix))
}

function refuseToLeave(contents: WebContents): void {
  // Fires for the page and for every frame in it. Loading itself again is how the page starts afresh.
  contents.on('will-frame-navigate', (event) => {
    if (!isWorkbenchUrl(event.url)) event.preventDefault()
  })
  contents.on('will-redirect', (event) => event.preventDefault())
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(({ url }) => {
    if (isAllowedPage(url)) void shell.openExternal(url)
    return { action: 'deny' }
  })
}

/** Writing text to the clipboard after a click is all that the page needs from the machine; everything else goes through the engine. */
function refusePermissions(session: Session): void {
  const isGranted = (permission: string, origin: string) => permission === 'clipboard-sanitized-write' && isWorkbenchUrl(origin)
  session.setPermissionRequestHandler((_contents, permission, callback, details) =>
    callback(isGranted(permission, details.requestingUrl)),
  )
  session.setPermissionCheckHandler((_contents, permission, origin) => isGranted(permission, origin))
  session.setDevicePermissionHandler(() => false)
  session.setDisplayMediaRequestHandler((_request, callback) => callback({}))
}
