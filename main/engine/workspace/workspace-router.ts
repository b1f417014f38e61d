import { implement } from '@orpc/server'
import { workspaceContract } from '#contracts/workspace'
import type { Drafts } from './drafts.ts'
import { listFolder, readTextFile, writeTextFile } from './workspace.ts'

/** Serves the workspace contract. */
export function createWorkspaceRouter({ drafts }: { drafts: Drafts }) {
  const os = implement(workspaceContract)
  return os.router({
    list: os.list.handler(({ input }) => listFolder(input.folder)),
    read: os.read.handler(({ input }) => readTextFile(input.file)),
    write: os.write.handler(({ input }) => writeTextFile(input)),
    findDraft: os.findDraft.handler(({ input }) => drafts.findDraft(input.id)),
    keepDraft: os.keepDraft.handler(({ input }) => drafts.keepDraft(input)),
    dropDraft: os.dropDraft.handler(({ input }) => drafts.dropDraft(input.id)),
  })
}
