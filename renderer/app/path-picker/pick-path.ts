import { create } from 'zustand'
import { isAppError } from '#contracts/errors'
import type { PickPathRequest } from '#contracts/host'
import { client } from '../connection/client.ts'
import { reportError } from '../notices/notify.ts'

interface PickerState {
  /** What the in-page dialog asks for; null while it is closed. */
  request: PickPathRequest | null
  answer: ((path: string | null) => void) | null
}

/** State of the in-page dialog, for the dialog alone. */
export const usePathPicker = create<PickerState>(() => ({ request: null, answer: null }))

/**
 * Asks the person for a folder or a file: with the system's dialog where the host has one, with a dialog of the page where not.
 * Null when they changed their mind.
 */
export async function pickPath(
  request: Pick<PickPathRequest, 'kind' | 'title'> & Partial<PickPathRequest>,
): Promise<string | null> {
  const full: PickPathRequest = { suggestedName: null, extensions: [], ...request }
  try {
    return await client.host.pickPath(full)
  } catch (error) {
    if (isAppError(error, 'host.no-dialogs')) return pickInPage(full)
    reportError(error)
    return null
  }
}

function pickInPage(request: PickPathRequest): Promise<string | null> {
  usePathPicker.getState().answer?.(null)
  return new Promise((resolve) => {
    const answer = (path: string | null) => {
      resolve(path)
      // Another question may be open by now.
      if (usePathPicker.getState().answer === answer) usePathPicker.setState({ request: null, answer: null })
    }
    usePathPicker.setState({ request, answer })
  })
}
