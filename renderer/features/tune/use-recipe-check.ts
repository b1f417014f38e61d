import { useEffect, useState } from 'react'
import type { RecipeProblem } from '#contracts/recipe'
import { client } from '../../app/connection/client.ts'

/** How long nothing is written before a text is checked. */
const QUIET_MS = 250

/** What is wrong with a text that is being written, as the engine says of it; null for what is all right, and for what is not written here. */
export function useRecipeCheck(text: string | null): RecipeProblem | null {
  const [found, setFound] = useState<{ text: string; problem: RecipeProblem | null } | null>(null)
  useEffect(() => {
    if (text === null) return setFound(null)
    const aborter = new AbortController()
    const check = async () => {
      try {
        const { problem } = await client.recipe.check({ text }, { signal: aborter.signal })
        if (!aborter.signal.aborted) setFound({ text, problem })
      } catch {
        // A check that cannot be had is no failure of what is written: applying it says what is wrong.
        if (!aborter.signal.aborted) setFound(null)
      }
    }
    const timer = setTimeout(() => void check(), QUIET_MS)
    return () => {
      clearTimeout(timer)
      aborter.abort()
    }
  }, [text])
  return text === null ? null : (found?.problem ?? null)
}
