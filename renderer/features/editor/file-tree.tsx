import { ChevronRight, File, Folder } from 'lucide-react'
import { useState } from 'react'
import { Button, Collection, Tree, TreeItem, TreeItemContent } from 'react-aria-components'
import { showText } from '#contracts/visible-text'
import type { Entry } from '#contracts/workspace'
import type { FolderTree } from './use-folder-tree.ts'
import './file-tree.css'

export interface FileTreeProps {
  label: string
  root: string
  tree: FolderTree
  activePath: string | null
  onOpenFolder: (path: string) => void
  onOpenFile: (path: string) => void
}

/** The files of a folder. A folder is read when it is opened for the first time. */
export function FileTree({ label, root, tree, activePath, onOpenFolder, onOpenFile }: FileTreeProps) {
  const [expanded, setExpanded] = useState<ReadonlySet<string>>(new Set())
  const isFolder = (path: string) =>
    [...tree.values()].some((entries) => entries.some((entry) => entry.path === path && entry.kind === 'folder'))
  const expand = (paths: Set<string>) => {
    setExpanded(paths)
    for (const path of paths) onOpenFolder(path)
  }
  return (
    <Tree
      className="file-tree"
      aria-label={label}
      selectionMode="none"
      expandedKeys={expanded}
      onExpandedChange={(keys) => expand(new Set([...keys].map(String)))}
      onAction={(key) => {
        const path = String(key)
        if (isFolder(path)) expand(toggled(expanded, path))
        else onOpenFile(path)
      }}
      dependencies={[tree, activePath]}
      items={tree.get(root) ?? []}
    >
      {(entry) => <Row entry={entry} tree={tree} activePath={activePath} />}
    </Tree>
  )
}

function Row({ entry, tree, activePath }: { entry: Entry; tree: FolderTree; activePath: string | null }) {
  const isFolder = entry.kind === 'folder'
  return (
    <TreeItem
      id={entry.path}
      textValue={showText(entry.name)}
      className="file-tree-row"
      hasChildItems={isFolder}
      data-active={entry.path === activePath || undefined}
    >
      <TreeItemContent>
        {isFolder ? (
          <Button slot="chevron" className="file-tree-chevron">
            <ChevronRight size={14} aria-hidden />
          </Button>
        ) : (
          <span className="file-tree-chevron" />
        )}
        {isFolder ? <Folder size={14} aria-hidden /> : <File size={14} aria-hidden />}
        <span className="truncate">{showText(entry.name)}</span>
      </TreeItemContent>
      <Collection items={tree.get(entry.path) ?? []} dependencies={[tree, activePath]}>
        {(child) => <Row entry={child} tree={tree} activePath={activePath} />}
      </Collection>
    </TreeItem>
  )
}

function toggled(paths: ReadonlySet<string>, path: string): Set<string> {
  return new Set(paths.has(path) ? [...paths].filter((other) => other !== path) : [...paths, path])
}
