import { implement } from '@orpc/server'
import { type CompletionPlace, type CompletionRequest, completionContract } from '#contracts/completion'
import { AppError } from '#contracts/errors'
import type { OpenTexts } from '../open-texts/open-texts.ts'
import type { Completion } from './completion.ts'

/**
 * What is looked at around the cursor of an open text: more than any prompt has room for. The start moves seldom, so that a prompt
 * that begins there begins alike after the next key.
 */
const textWindow = { before: 1 << 16, after: 1 << 14, step: 1 << 14 }

export function createCompletionRouter({ completion, openTexts }: { completion: Completion; openTexts: OpenTexts }) {
  const os = implement(completionContract)
  return os.router({
    complete: os.complete.handler(({ input, signal }) => completion.complete(input, signal)),
    completeAt: os.completeAt.handler(async ({ input, signal }) =>
      completion.complete(await readPlace(openTexts, input, signal), signal),
    ),
  })
}

async function readPlace(openTexts: OpenTexts, place: CompletionPlace, signal?: AbortSignal): Promise<CompletionRequest> {
  const { text: id, version, position, trigger, lines } = place
  const open = await openTexts.find({ id, version }, signal)
  const around = open?.text.around(position, textWindow)
  if (!open || !around) {
    const reason = open ? 'it has no such position' : `it is not held at version ${version}`
    throw new AppError('input.invalid', `There is no suggestion for the open text: ${reason}. Type on, or ask again.`, {
      field: open ? 'position' : 'version',
      reason,
    })
  }
  const { path, name, language } = open.info
  return { path: path ?? name, language, ...around, trigger, lines }
}
