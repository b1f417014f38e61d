import type { ByteText } from './byte-text.ts'

/** What the index says of a path. A `repository` is a submodule; a `folder` stands for all that is in it where a sparse checkout leaves it out. */
export type TrackedKind = 'file' | 'repository' | 'folder'

export type IndexEntry = readonly [path: ByteText, kind: TrackedKind]
