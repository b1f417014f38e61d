import type { ModelState } from '#contracts/models'

/** The files of the model that is loaded or on its way: one, or all parts of one that was split. */
export function listModelFiles(state: ModelState): string[] {
  const file = findFile(state)
  if (file === null) return []
  // llama.cpp's own naming of parts; the first stands for all.
  const { start, count, end } = /^(?<start>.*-)\d{5}-of-(?<count>\d{5})(?<end>\.gguf)$/i.exec(file)?.groups ?? {}
  if (start === undefined || count === undefined || end === undefined) return [file]
  return Array.from({ length: Number(count) }, (_, index) => `${start}${String(index + 1).padStart(5, '0')}-of-${count}${end}`)
}

function findFile(state: ModelState): string | null {
  if (state.status === 'ready') return state.model.file
  return state.status === 'loading' || state.status === 'restarting' ? state.file : null
}
