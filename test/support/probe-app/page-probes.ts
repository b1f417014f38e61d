import path from 'node:path'
import { app, BrowserWindow, type Event, type WebContents } from 'electron'
import { createPageConnection } from '../../../main/electron/page-connection.ts'
import { workbenchUrl } from '../../../main/electron/workbench-url.ts'
import { outcomeOf, type Probe, until } from './probes.ts'
import { startEcho } from './utility-probes.ts'

let window: BrowserWindow
let contents: WebContents
let echo: ReturnType<typeof startEcho>
const guarded: string[] = []
const connection = createPageConnection({
  send: (message, ports = []) => {
    if (message.type === 'renderer-port') echo.child.postMessage(null, ports)
  },
})

/** Runs code in the page, as after a click, and answers with its value. */
function run<T>(code: string): Promise<T> {
  return contents.executeJavaScript(code, true) as Promise<T>
}

async function untilInPage(what: string, code: string): Promise<void> {
  let done = false
  const ask = async () => {
    while (!done) done = await run<boolean>(code)
  }
  await Promise.all([ask(), until(what, () => done)])
}

/** Opens the probe page in a window like the workbench's, connected to a process that sends everything back. */
export async function openProbePage(): Promise<void> {
  echo = startEcho()
  window = new BrowserWindow({
    webPreferences: {
      preload: path.join(__dirname, 'preload.cjs'),
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
    },
  })
  contents = window.webContents
  contents.on('will-frame-navigate', ({ url }) => guarded.push(url))
  await window.loadURL(workbenchUrl)
  await untilInPage('the page has a port', 'window.probe.ports > 0')
}

const barrier = 'https://barrier.example/'

/** The URLs about which the guard is asked when the page does this, and whether it is still there afterwards. */
async function tryToLeave(code: string): Promise<{ asked: string[]; stayed: boolean }> {
  guarded.length = 0
  await run(`${code}; 0`)
  // The guard is asked in the order of the tries, so when it was asked about another one, the first is over.
  await run('new Promise((resolve) => setTimeout(resolve, 100))')
  await run(`location.href = ${JSON.stringify(barrier)}; 0`)
  await until('the guard was asked', () => guarded.includes(barrier))
  return { asked: guarded.filter((url) => url !== barrier), stayed: contents.getURL().startsWith(workbenchUrl) }
}

/** What `main/electron` counts on in pages. */
export const pageProbes: Record<string, Probe> = {
  'a page has modules, the bridge, and nothing of Node': () =>
    run(`({
      module: window.probe.module, bridge: window.codeshellDesktop, secure: window.isSecureContext,
      require: typeof require, process: typeof process,
    })`),
  'text and bytes go from the page to a process and back': async () => {
    await run('window.probe.port.postMessage("text"); window.probe.port.postMessage(new Uint8Array([1, 2, 3])); 0')
    await untilInPage('both came back', 'window.probe.got.length === 2')
    return run('window.probe.got.map((data) => [data.constructor.name, data.length])')
  },
  'what the policy allows and refuses': () =>
    run(`(async () => {
      const start = (url, options) => new Promise((resolve) => {
        try {
          const worker = new Worker(url, options)
          worker.onmessage = ({ data }) => resolve(data)
          worker.onerror = () => resolve('refused')
        } catch { resolve('refused') }
      })
      const get = (url) => fetch(url).then(() => 'answered', () => 'refused')
      const inline = document.createElement('script')
      inline.textContent = 'window.inlineRan = true'
      document.body.append(inline)
      return {
        'module worker': await start('/worker.js', { type: 'module' }),
        'worker from a blob': await start(URL.createObjectURL(new Blob(['postMessage("ran")']))),
        'own file': await get('/part.js'),
        'missing file': await fetch('/missing.js').then(({ status }) => status),
        'other host': await get('https://example.com/'),
        'file': await get('file:///etc/hostname'),
        'inline script': 'inlineRan' in window ? 'ran' : 'refused',
      }
    })()`),
  'what a page of this scheme can keep': () =>
    run(`(async () => {
      localStorage.setItem('a', '1')
      document.cookie = 'a=b'
      return {
        localStorage: localStorage.getItem('a'),
        indexedDB: await new Promise((resolve) => {
          const request = indexedDB.open('probe')
          request.onsuccess = () => resolve('opens')
          request.onerror = () => resolve('fails')
        }),
        cookie: document.cookie,
        serviceWorker: await navigator.serviceWorker.register('/part.js').then(() => 'registered', () => 'refused'),
      }
    })()`),
  'a permission is asked for at each query': async () => {
    const answers = { geolocation: false }
    contents.session.setPermissionRequestHandler((_, permission, decide) => decide(permission === 'geolocation'))
    contents.session.setPermissionCheckHandler((_, permission) => permission === 'geolocation' && answers.geolocation)
    const query = () => run<string>('navigator.permissions.query({ name: "geolocation" }).then(({ state }) => state)')
    const before = await query()
    answers.geolocation = true
    return { before, after: await query() }
  },
  'links out of the page': async () => ({
    'another site': await tryToLeave('location.href = "https://example.com/"'),
    'another host of this scheme': await tryToLeave('location.href = "app://other/"'),
    file: await tryToLeave('location.href = "file:///etc/passwd"'),
    data: await tryToLeave('location.href = "data:text/html,x"'),
    javascript: await tryToLeave('location.href = "javascript:window.scriptRan = true"'),
    form: await tryToLeave(
      '{ const form = document.createElement("form"); form.action = "https://example.com/"; document.body.append(form); form.submit() }',
    ),
    frame: await tryToLeave(
      '{ const frame = document.createElement("iframe"); frame.src = "https://example.com/"; document.body.append(frame) }',
    ),
    'a place in the page': await tryToLeave('location.hash = "there"'),
    'javascript ran': await run('"scriptRan" in window'),
  }),
  'a window that is asked for is refused': async () => {
    const asked: string[] = []
    contents.setWindowOpenHandler(({ url }) => {
      asked.push(url)
      return { action: 'deny' }
    })
    const opened = await run('window.open("https://example.com/one")')
    await run(
      '{ const link = document.createElement("a"); link.href = "https://example.com/two"; link.target = "_blank"; document.body.append(link); link.click() }',
    )
    await until('both were asked for', () => asked.length === 2)
    return { opened, asked }
  },
  'the page hears of the death of the process at the other end': async () => {
    echo.child.kill()
    await untilInPage('the port ended', 'window.probe.ends === 1')
    echo = startEcho()
    connection.connectAll()
    await untilInPage('it has another port', 'window.probe.ports === 2')
    return run('({ ends: window.probe.ends, ports: window.probe.ports })')
  },
  'a page that crashed takes no messages, and is loaded again': async () => {
    const gone: unknown[] = []
    contents.once('render-process-gone', (_: Event, { reason }) => {
      gone.push(reason)
      gone.push(outcomeOf(() => contents.postMessage('codeshell:port', null)))
    })
    contents.forcefullyCrashRenderer()
    await until('the page is gone', () => gone.length > 0)
    await window.loadURL(workbenchUrl)
    await untilInPage('it has a port', 'window.probe.ports > 0')
    return { gone, destroyed: contents.isDestroyed() }
  },
  'a window that is closed while it loads': async () => {
    const log: unknown[] = []
    const closing = new BrowserWindow({ show: false })
    const page = closing.webContents
    page.on('destroyed', () => log.push('page destroyed'))
    closing.on('close', () => log.push('close'))
    closing.on('closed', () => log.push('closed'))
    const loading = closing.loadURL(workbenchUrl).then(
      () => log.push('loaded'),
      () => log.push({ rejected: true, page: page.isDestroyed() }),
    )
    closing.close()
    await loading
    await until('it is closed', () => log.includes('closed'))
    return log
  },
  'a load that is replaced by another': async () => {
    // A window of its own: Electron before 29 crashes a page with an open port when it is loaded again (electron/electron#41201).
    const other = new BrowserWindow({ show: false })
    const replaced = other.loadURL(workbenchUrl).then(
      () => 'loaded',
      (error: { code?: string }) => error.code,
    )
    await other.loadURL(workbenchUrl)
    other.destroy()
    return replaced
  },
}

/** The order in which an app ends that holds its end back once, as this one does until its engine has closed. Answers when it is over. */
export function recordQuitting(onQuit: (order: string[]) => void): void {
  const order: string[] = []
  let held = false
  window.on('close', () => order.push('close'))
  window.on('closed', () => order.push('closed'))
  app.on('before-quit', () => order.push('before-quit'))
  app.on('window-all-closed', () => order.push('window-all-closed'))
  app.on('will-quit', (event) => {
    order.push('will-quit')
    if (held) return
    held = true
    event.preventDefault()
    setTimeout(() => app.quit())
  })
  app.on('quit', () => onQuit([...order, 'quit']))
  app.quit()
}
