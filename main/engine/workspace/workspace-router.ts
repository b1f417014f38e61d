import { implement } from '@orpc/server'
import { workspaceContract } from '#contracts/workspace'
import { listFolder, readTextFile, writeTextFile } from './workspace.ts'

/** Serves the workspace contract. */
export function createWorkspaceRouter() {
  const os = implement(workspaceContract)
  return os.router({
    list: os.list.handler(({ input, signal }) => listFolder(input.folder, signal)),
    read: os.read.handler(({ input, signal }) => readTextFile(input.file, signal)),
    write: os.write.handler(({ input }) => writeTextFile(input)),
  })
}
