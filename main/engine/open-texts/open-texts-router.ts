import { implement } from '@orpc/server'
import { openTextsContract } from '#contracts/open-texts'
import type { OpenTexts } from './open-texts.ts'

/** Serves the contract of open texts. */
export function createOpenTextsRouter({ openTexts }: { openTexts: OpenTexts }) {
  const os = implement(openTextsContract)
  return os.router({
    attach: os.attach.handler(({ input, signal }) => openTexts.attach(input, signal)),
    open: os.open.handler(({ input }) => ({ status: openTexts.open(input) })),
    edit: os.edit.handler(({ input }) => ({ held: openTexts.edit(input) })),
    describe: os.describe.handler(({ input }) => ({ held: openTexts.describe(input) })),
    close: os.close.handler(({ input }) => openTexts.close(input)),
    listDrafts: os.listDrafts.handler(() => openTexts.listDrafts()),
    takeDraft: os.takeDraft.handler(({ input }) => openTexts.takeDraft(input)),
  })
}
