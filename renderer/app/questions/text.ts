export const text = {
  replaceTitle: (file: string) => `Replace ${file.split(/[/\\]/).at(-1) ?? file}?`,
  keep: 'Keep the file',
  replace: 'Replace',
} as const
