/** What a person would see: recorded, so that a spec can tell. */
export interface ShownDialog {
  kind: 'open' | 'save' | 'message' | 'error'
  text: string
}

const answers: (string | null)[] = []
const shown: ShownDialog[] = []

/** Scripted by specs: the next dialog for a path is answered with this, or cancelled by null. */
export function answerNextDialog(path: string | null): void {
  answers.push(path)
}

export function listShownDialogs(): ShownDialog[] {
  return [...shown]
}

function takeAnswer(kind: 'open' | 'save', args: readonly unknown[]): string | null {
  const options = args.at(-1) as { title?: string }
  shown.push({ kind, text: options.title ?? '' })
  const answer = answers.shift()
  if (answer === undefined) throw new Error(`A dialog to ${kind} was shown and no answer was prepared for it.`)
  return answer
}

/** The dialogs of the platform: the one part that is played, because a person would have to answer it. */
export const dialog = {
  async showOpenDialog(...args: unknown[]): Promise<Electron.OpenDialogReturnValue> {
    const answer = takeAnswer('open', args)
    return answer === null ? { canceled: true, filePaths: [] } : { canceled: false, filePaths: [answer] }
  },
  async showSaveDialog(...args: unknown[]): Promise<Electron.SaveDialogReturnValue> {
    const answer = takeAnswer('save', args)
    return answer === null ? { canceled: true, filePath: '' } : { canceled: false, filePath: answer }
  },
  async showMessageBox(...args: unknown[]): Promise<Electron.MessageBoxReturnValue> {
    const options = args.at(-1) as Electron.MessageBoxOptions
    shown.push({ kind: 'message', text: options.message })
    return { response: options.defaultId ?? 0, checkboxChecked: false }
  },
  showErrorBox(title: string, content: string): void {
    console.error(`${title}: ${content}`)
    shown.push({ kind: 'error', text: `${title}: ${content}` })
  },
} satisfies {
  [Name in keyof Pick<Electron.Dialog, 'showOpenDialog' | 'showSaveDialog' | 'showMessageBox' | 'showErrorBox'>]: unknown
}
