/** The words of the dialog that picks a file or a folder. */
export const text = {
  path: 'Path',
  up: 'Parent folder',
  entries: 'Folder contents',
  fileName: 'File name',
  cancel: 'Cancel',
  openFolder: 'Choose this folder',
  openFile: 'Open',
  save: 'Save here',
  emptyFolder: 'Nothing to choose here.',
  loading: 'Reading the folder',
  isFile: (path: string) => `${path} is a file. Choose a folder.`,
  isFolder: (name: string) => `${name} is a folder here. Choose another name.`,
  isNoName: 'This is a path. Type the folder above, and only a name here.',
  replaceQuestion: (name: string) => `${name} exists already. Replace it?`,
  replace: 'Replace',
  keep: 'Keep it',
}
