import { formatBytes } from '#contracts/format-quantity'
import type { WalkSkip } from './folder-walk.ts'
import type { RejectedRow } from './importer.ts'
import type { FileSkip } from './source-file.ts'

export type FolderSkip = FileSkip | WalkSkip

/** Why one file was skipped, for the list, and what such files are called together. */
export function describeSkip(reason: FolderSkip, maxTextBytes: number): Required<Pick<RejectedRow, 'reason' | 'summary'>> {
  switch (reason) {
    case 'ignored':
      return told('It is ignored by git.', 'file or folder ignored by git', 'files or folders ignored by git')
    case 'binary':
      return told('It is a binary file.', 'binary file', 'binary files')
    case 'utf-16':
      return told(
        'It is text in UTF-16, which counts as binary. Convert it to UTF-8 to import it.',
        'binary file',
        'binary files',
      )
    case 'large': {
      const limit = formatBytes(maxTextBytes)
      return told(`It is larger than ${limit}.`, `file over ${limit}`, `files over ${limit}`)
    }
    case 'link':
      return told('It is a link. What it leads to is imported where it is itself, if that is in the folder.', 'link', 'links')
    case 'special':
      return told('It is a device, a pipe or a socket.', 'special file', 'special files')
    case 'ignored-root':
      return told(
        'The folder itself is ignored by rules of the repository that it is in, so only files that git tracks are imported. Copy it out of the repository to import the rest.',
        'folder that git ignores, but for what it tracks',
        'folders that git ignores, but for what it tracks',
      )
    case 'repository':
      return told(
        'It is a repository of its own, or a submodule. Import it by itself.',
        'repository within this one',
        'repositories within this one',
      )
    case 'version-control':
      return told(
        'It belongs to a version control system.',
        'folder of a version control system',
        'folders of a version control system',
      )
    case 'project':
      return told('It is the project itself.', 'project', 'projects')
    case 'missing':
      return told(
        "It is in git's index, and not in the folder.",
        'file that git tracks and that is gone',
        'files that git tracks and that are gone',
      )
  }
}

function told(reason: string, one: string, many: string) {
  return { reason, summary: { one, many } }
}
