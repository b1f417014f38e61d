import { type BrowserWindow, dialog, type FileFilter } from 'electron'
import type { PickPathRequest } from '#contracts/host'

/** Asks a person for a path in the platform's own dialog, on top of `parent` if there is one. Null when they cancelled. */
export async function showPathDialog(request: PickPathRequest, parent: BrowserWindow | null): Promise<string | null> {
  if (request.kind === 'save-file') {
    const options = {
      title: request.title,
      filters: createFilters(request.extensions),
      ...(request.suggestedName === null ? {} : { defaultPath: request.suggestedName }),
    }
    const { canceled, filePath } = await (parent ? dialog.showSaveDialog(parent, options) : dialog.showSaveDialog(options))
    return canceled || filePath === '' ? null : filePath
  }
  const options: Electron.OpenDialogOptions =
    request.kind === 'open-folder'
      ? { title: request.title, message: request.title, properties: ['openDirectory', 'createDirectory'] }
      : { title: request.title, message: request.title, properties: ['openFile'], filters: createFilters(request.extensions) }
  const { canceled, filePaths } = await (parent ? dialog.showOpenDialog(parent, options) : dialog.showOpenDialog(options))
  return canceled ? null : (filePaths[0] ?? null)
}

/** The wanted extensions first, then everything: a model or a recipe may have any name. */
function createFilters(extensions: readonly string[]): FileFilter[] {
  const all = { name: 'All files', extensions: ['*'] }
  if (extensions.length === 0) return [all]
  return [{ name: extensions.map((extension) => `.${extension}`).join(', '), extensions: [...extensions] }, all]
}
