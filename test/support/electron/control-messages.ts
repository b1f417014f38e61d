import type { ShownDialog } from './dialog.ts'

/** What a spec can do to the app from outside, and what it can see there. */
export interface AppControl {
  clickMenu(id: string): void
  listMenu(): { id: string; label: string; accelerator: string | null }[]
  answerDialog(path: string | null): void
  listDialogs(): ShownDialog[]
  listOpenedPages(): string[]
  listUtilityProcesses(): { name: string; pid: number }[]
  /** `bounds` are those of the window when it is not maximised. */
  getWindow(): { bounds: Electron.Rectangle; maximised: boolean; visible: boolean; focusCount: number }
  setBounds(bounds: Electron.Rectangle): void
  maximise(): void
  closeWindow(): void
  /** Ends the page's process as a fault in it would. */
  crashPage(): void
  quit(): void
}

export type ControlRequest = {
  [Name in keyof AppControl]: { id: number; name: Name; args: Parameters<AppControl[Name]> }
}[keyof AppControl]

export type ControlMessage =
  | { type: 'browser'; debugEndpoint: string }
  | { type: 'answer'; id: number; value: unknown }
  | { type: 'refusal'; id: number; message: string }
