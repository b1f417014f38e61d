import { create } from 'zustand'
import type { TokenScoresRequest } from '#contracts/token-scores'

interface HeatState {
  isShown: boolean
  from: TokenScoresRequest['from']
}

/** Whether the text of a document is coloured by its perplexity, and by which model. It stays on while documents are stepped through. */
export const useHeat = create<HeatState>(() => ({ isShown: false, from: 'model' }))

export function toggleHeat(): void {
  useHeat.setState(({ isShown }) => ({ isShown: !isShown }))
}
