import type { Page } from 'playwright-core'
import type { AppControl } from './control-messages.ts'

/** The functions of the control, answered from another process. */
export type RemoteControl = {
  [Name in keyof AppControl]: (...args: Parameters<AppControl[Name]>) => Promise<ReturnType<AppControl[Name]>>
}

/** The desktop app as a spec sees it, in the stand-in or in Electron itself. */
export interface Desktop extends AsyncDisposable {
  /** The page in the window. After a crash it is another one. */
  readonly page: Page
  /** The exit code, when the app has ended. */
  readonly exited: Promise<number | null>
  readonly menu: {
    click(id: string): Promise<void>
    list(): ReturnType<RemoteControl['listMenu']>
  }
  readonly dialogs: {
    /** Answers the next dialog for a path; null cancels it. */
    answer(path: string | null): Promise<void>
    list(): ReturnType<RemoteControl['listDialogs']>
  }
  readonly window: {
    get(): ReturnType<RemoteControl['getWindow']>
    setBounds(bounds: Electron.Rectangle): Promise<void>
    maximise(): Promise<void>
    /** As with the button in its title bar. */
    close(): Promise<void>
    /** Ends the page's process as a fault in it would. */
    crashPage(): Promise<void>
  }
  listOpenedPages(): Promise<string[]>
  utilityProcesses(): ReturnType<RemoteControl['listUtilityProcesses']>
  /** Quits as a person does, and waits for the end. */
  close(): Promise<void>
}

/** Something that runs the desktop app. */
export interface DesktopPlatform extends AsyncDisposable {
  /** Starts the built app with its window. */
  launch(options: DesktopOptions): Promise<Desktop>
  /** Starts the app a second time, or without waiting for a window, and answers with its exit code when it has ended. */
  runUntilExit(options: DesktopOptions): Promise<number | null>
}

/** How to start the app. */
export interface DesktopOptions {
  /** A folder of its own for each app; two starts with the same folder are the same app. */
  userDataFolder: string
  /** The folder of the built app; this package if not given. */
  appFolder?: string
  args?: readonly string[]
  /** Where the app is started; where the tests run if not given. */
  workingFolder?: string
  env?: Record<string, string>
}

export function createDesktop(parts: {
  control: RemoteControl
  findPage: () => Page
  exited: Promise<number | null>
  disconnect: () => Promise<void>
}): Desktop {
  const { control, exited } = parts
  const close = async () => {
    // The channel may end before the answer comes: then the app is already quitting.
    await control.quit().catch(() => {})
    await exited
    await parts.disconnect()
  }
  return {
    get page() {
      return parts.findPage()
    },
    exited,
    menu: { click: control.clickMenu, list: control.listMenu },
    dialogs: { answer: control.answerDialog, list: control.listDialogs },
    window: {
      get: control.getWindow,
      setBounds: control.setBounds,
      maximise: control.maximise,
      close: control.closeWindow,
      crashPage: control.crashPage,
    },
    listOpenedPages: control.listOpenedPages,
    utilityProcesses: control.listUtilityProcesses,
    close,
    [Symbol.asyncDispose]: close,
  }
}
