import { File, FilePlus, FolderOpen, RotateCw } from 'lucide-react'
import { showText } from '#contracts/visible-text'
import { commandKey, runCommand } from '../../app/commands/commands.ts'
import { fileNameOf } from '../../app/path-picker/host-path.ts'
import { Button } from '../../ui/button.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { useEditor } from './editor-store.ts'
import { FileTree } from './file-tree.tsx'
import { chooseFile, chooseFolder, openPath } from './open-files.ts'
import { text } from './text.ts'
import { useFolderTree } from './use-folder-tree.ts'

/** The folder that is open, or the way to open one. */
export function SidePanel() {
  const folder = useEditor((state) => state.folder)
  const activePath = useEditor((state) => state.files.find(({ id }) => id === state.activeId)?.path ?? null)
  const { tree, open, refresh } = useFolderTree(folder)
  return (
    <section className="editor-side" aria-label={text.files}>
      <header className="editor-side-head">
        <h2 className="truncate" title={folder === null ? undefined : showText(folder)}>
          {folder === null ? text.files : showText(fileNameOf(folder))}
        </h2>
        {folder === null ? null : <IconButton icon={RotateCw} size="small" label={text.refresh} onPress={refresh} />}
        <IconButton
          icon={FilePlus}
          size="small"
          label={text.newFile.button}
          shortcut={commandKey('editor.new-file')}
          onPress={() => runCommand('editor.new-file')}
        />
        <IconButton
          icon={File}
          size="small"
          label={text.openFile}
          shortcut={commandKey('editor.open-file')}
          onPress={() => void chooseFile()}
        />
        <IconButton
          icon={FolderOpen}
          size="small"
          label={folder === null ? text.openFolder : text.otherFolder}
          shortcut={commandKey('editor.open-folder')}
          onPress={() => void chooseFolder()}
        />
      </header>
      {folder === null ? (
        <div className="editor-side-empty">
          <p className="muted">{text.openFolderHint}</p>
          <Button onPress={() => void chooseFolder()}>{text.openFolder}</Button>
        </div>
      ) : (
        <FileTree
          label={text.files}
          root={folder}
          tree={tree}
          activePath={activePath}
          onOpenFolder={open}
          onOpenFile={(path) => void openPath(path)}
        />
      )}
    </section>
  )
}
