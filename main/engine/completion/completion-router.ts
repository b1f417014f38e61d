import { implement } from '@orpc/server'
import { completionContract } from '#contracts/completion'
import type { Completion } from './completion.ts'

export function createCompletionRouter({ completion }: { completion: Completion }) {
  const os = implement(completionContract)
  return os.router({
    complete: os.complete.handler(({ input, signal }) => completion.complete(input, signal)),
  })
}
