import { implement } from '@orpc/server'
import { workspaceContract } from '#contracts/workspace'
import type { FileGuard } from '../platform/file-guard.ts'
import type { FileContent } from '../platform/file-kind.ts'
import { listFolder, readTextFile, writeTextFile } from './workspace.ts'

/** Serves the workspace contract. */
export function createWorkspaceRouter({ files }: { files: FileGuard }) {
  const os = implement(workspaceContract)
  return os.router({
    list: os.list.handler(({ input, signal }) => listFolder(input.folder, signal)),
    read: os.read.handler(async ({ input, signal }) => {
      await files.checkRead(input.file, 'Opening the file')
      return readTextFile(input.file, signal)
    }),
    write: os.write.handler(async ({ input }) => {
      // Text may take the place of any other text: that it is what the person saw is what `expectedVersion` says.
      const isSameKind = ({ kind }: FileContent) => kind === 'text'
      await files.checkWrite({ file: input.file, attempt: 'Saving the file', writes: 'a text', isSameKind, replace: null })
      return writeTextFile(input)
    }),
  })
}
