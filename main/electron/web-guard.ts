import { app, type Session, shell, type WebContents } from 'electron'
import { isAllowedPage, isWorkbenchUrl } from './workbench-url.ts'

/** Keeps every web contents of the app on its own page, whoever creates it and whatever runs in it. */
export function guardWebContents(): void {
  app.on('web-contents-created', (_event, contents) => {
    refuseToLeave(contents)
    refusePermissions(contents.session)
  })
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
