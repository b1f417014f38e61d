import { z } from 'zod'

/** Every command of the palette and of the native menu. `key` in Monaco and Electron order: `Mod` is Ctrl, or Cmd on a Mac. */
export const commands = {
  'palette.show': { title: 'Show all commands', menu: 'View', key: 'Mod+Shift+P' },
  'place.editor': { title: 'Go to Editor', menu: 'Go', key: 'Mod+1' },
  'place.data': { title: 'Go to Data', menu: 'Go', key: 'Mod+2' },
  'place.tune': { title: 'Go to Tune', menu: 'Go', key: 'Mod+3' },
  'place.models': { title: 'Go to Models', menu: 'Go', key: 'Mod+4' },
  'editor.new-file': { title: 'New file…', menu: 'File', key: 'Alt+Shift+N' },
  'editor.open-folder': { title: 'Open folder…', menu: 'File', key: 'Mod+Shift+O' },
  'editor.open-file': { title: 'Open file…', menu: 'File', key: 'Mod+O' },
  'editor.save': { title: 'Save file', menu: 'File', key: 'Mod+S' },
  'editor.close-file': { title: 'Close file', menu: 'File', key: 'Alt+W' },
  'completion.trigger': { title: 'Suggest code here', menu: 'Edit', key: 'Alt+\\' },
  'completion.toggle': { title: 'Pause or resume suggestions', menu: 'Edit', key: 'Alt+Shift+\\' },
  'project.new': { title: 'New project…', menu: 'File', key: 'Alt+N' },
  'project.open': { title: 'Open project…', menu: 'File', key: 'Alt+O' },
  'project.open-sample': { title: 'Open the sample project', menu: 'File', key: null },
  'project.close': { title: 'Close project', menu: 'File', key: null },
  'data.search': { title: 'Search documents', menu: 'Data', key: 'Mod+Shift+F' },
  'data.import-folder': { title: 'Import a folder of code…', menu: 'Data', key: 'Alt+I' },
  'data.export': { title: 'Export documents…', menu: 'Data', key: 'Alt+E' },
  'data.score': { title: 'Score documents with the loaded model', menu: 'Data', key: 'Alt+P' },
  'recipe.undo': { title: 'Undo recipe change', menu: 'Data', key: 'Mod+Alt+Z' },
  'recipe.redo': { title: 'Redo recipe change', menu: 'Data', key: 'Mod+Alt+Y' },
  'recipe.save': { title: 'Save recipe…', menu: 'Data', key: 'Alt+S' },
  'recipe.load': { title: 'Load recipe…', menu: 'Data', key: 'Alt+L' },
  'models.add': { title: 'Add a model file…', menu: 'Data', key: 'Alt+M' },
  'theme.system': { title: 'Theme: follow the system', menu: 'View', key: null },
  'theme.light': { title: 'Theme: light', menu: 'View', key: null },
  'theme.dark': { title: 'Theme: dark', menu: 'View', key: null },
} as const satisfies Record<string, { title: string; menu: 'File' | 'Edit' | 'View' | 'Go' | 'Data'; key: string | null }>

export type CommandId = keyof typeof commands
export const commandId = z.enum(Object.keys(commands) as [CommandId, ...CommandId[]])
