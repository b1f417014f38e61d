import { create } from 'zustand'
import { isAppError } from '#contracts/errors'

export interface ReplaceQuestion {
  file: string
  /** What the file is and what it would become, in the engine's words. */
  message: string
  answer(isConfirmed: boolean): void
}

/** State of the dialog, for the dialog alone. */
export const useReplaceQuestion = create<{ question: ReplaceQuestion | null }>(() => ({ question: null }))

/**
 * Runs what writes a file. Where the engine finds a file of another kind there, the person is asked, and it runs again with the
 * confirmation. Null when they keep the file.
 */
export async function confirmReplace<T>(write: (replace: string | null) => Promise<T>): Promise<T | null> {
  let confirmation: string | null = null
  for (;;) {
    try {
      return await write(confirmation)
    } catch (error) {
      if (!isAppError(error, 'file.would-replace')) throw error
      // Asked again when another file came in between.
      if (!(await ask(error.data.file, error.message))) return null
      confirmation = error.data.confirmation
    }
  }
}

function ask(file: string, message: string): Promise<boolean> {
  useReplaceQuestion.getState().question?.answer(false)
  return new Promise((resolve) => {
    const answer = (isConfirmed: boolean) => {
      useReplaceQuestion.setState({ question: null })
      resolve(isConfirmed)
    }
    useReplaceQuestion.setState({ question: { file, message, answer } })
  })
}
