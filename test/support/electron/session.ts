import type { CDPSession } from 'playwright-core'
import { toPageUrl } from './chromium.ts'

/** Electron's name of each permission that Chromium lets a driver decide, with the web's. */
const permissions = {
  geolocation: { name: 'geolocation' },
  notifications: { name: 'notifications' },
  midi: { name: 'midi' },
  media: { name: 'camera' },
  'clipboard-read': { name: 'clipboard-read' },
  'clipboard-sanitized-write': { name: 'clipboard-write', allowWithoutSanitization: false },
  'idle-detection': { name: 'idle-detection' },
  'persistent-storage': { name: 'persistent-storage' },
  'local-fonts': { name: 'local-fonts' },
  'window-management': { name: 'window-management' },
} as const

type RequestHandler = Parameters<Electron.Session['setPermissionRequestHandler']>[0]
type CheckHandler = Parameters<Electron.Session['setPermissionCheckHandler']>[0]

/** Keeps the app's answers about permissions, and lets Chromium enforce them. */
class Session {
  #onRequest: RequestHandler = null
  #onCheck: CheckHandler = null

  setPermissionRequestHandler(handler: RequestHandler): void {
    this.#onRequest = handler
  }

  setPermissionCheckHandler(handler: CheckHandler): void {
    this.#onCheck = handler
  }

  setDevicePermissionHandler(_handler: Parameters<Electron.Session['setDevicePermissionHandler']>[0]): void {
    // A browser without a window has no chooser for devices, so it never grants one.
  }

  setDisplayMediaRequestHandler(_handler: Parameters<Electron.Session['setDisplayMediaRequestHandler']>[0]): void {
    // A browser without a window has no screen to share.
  }

  /** Asks the app about every permission for the origin of `url`, before a page of that origin is loaded. */
  async apply(cdp: CDPSession, url: string): Promise<void> {
    const appOrigin = new URL(url).protocol === 'app:' ? `app://${new URL(url).host}` : new URL(url).origin
    for (const [name, descriptor] of Object.entries(permissions)) {
      const permission = name as keyof typeof permissions
      const granted = this.#check(permission, appOrigin) && this.#request(permission, `${appOrigin}/`)
      await cdp.send('Browser.setPermission', {
        permission: descriptor,
        setting: granted ? 'granted' : 'denied',
        origin: toPageUrl(appOrigin),
      })
    }
  }

  #check(permission: keyof typeof permissions, origin: string): boolean {
    const details = { isMainFrame: true, requestingUrl: `${origin}/`, securityOrigin: `${origin}/` }
    return this.#onCheck?.(null, permission, `${origin}/`, details as Electron.PermissionCheckHandlerHandlerDetails) ?? true
  }

  #request(permission: keyof typeof permissions, requestingUrl: string): boolean {
    let granted = this.#onRequest === null
    const contents = null as unknown as Electron.WebContents
    this.#onRequest?.(contents, permission, (answer) => (granted = answer), { isMainFrame: true, requestingUrl })
    return granted
  }
}

/** The session of every window. */
export const defaultSession = new Session()
